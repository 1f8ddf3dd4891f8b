import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readNumbered, readSeries } from './read-series.ts';

const folder = mkdtempSync(join(tmpdir(), 'royal-bench-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, 'series.csv');
  writeFileSync(path, content);
  return path;
}

describe('series of a bench', () => {
  it('are those of the program, with what it could not read', async () => {
    const { series, refused } = await readSeries(
      file('sku;2026-01-01;2026-01-02;2026-01-04\na;1;2;x\nb;1;;3\n'),
    );
    expect(series.map(({ key, frequency, y }) => ({ key, frequency, y }))).toEqual([
      { key: 'a', frequency: 'D', y: [1, 2, 0, null] },
      { key: 'b', frequency: 'D', y: [1, null, 0, 3] },
    ]);
    expect(refused).toEqual(['line 2: 2026-01-04 is not a number: "x".']);
  });

  it('of numbered columns have their frequency from their letter, and end with their last value', async () => {
    const { series } = await readSeries(file('"V1","V2","V3","V4"\n"M1",NA,5,6\n"M2",7,,\n'));
    expect(series).toEqual([
      { key: 'M1', frequency: 'M', start: 0, y: [5, 6] },
      { key: 'M2', frequency: 'M', start: 0, y: [7] },
    ]);
  });

  it('of numbered columns need to be told their frequency where nothing tells it', async () => {
    const path = file('id,store,d_1,d_2\nsoap,EU,1,2\n');
    await expect(readSeries(path)).rejects.toThrow('--frequency');
    const { series } = await readSeries(path, 'D');
    expect(series).toEqual([{ key: 'soap / EU', frequency: 'D', start: 0, y: [1, 2] }]);
  });

  it('are not numbered where a column is missing, or where they are dated', async () => {
    expect(await readNumbered(file('id,d_1,d_3\na,1,2\n'))).toBeNull();
    expect(await readNumbered(file('id,2026-01-01,2026-01-02\na,1,2\n'))).toBeNull();
  });
});
