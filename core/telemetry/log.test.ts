import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../secrets/secret.ts';
import { openLog } from './log.ts';

describe('the log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'royal-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const written = async (path: string): Promise<string> =>
    expect
      .poll(() => readFileSync(path, 'utf8'))
      .toContain('\n')
      .then(() => readFileSync(path, 'utf8'));

  it('keeps secrets, tokens and people out of the file', async () => {
    const path = join(folder, 'royal.log');
    const { log, close } = openLog(path);
    log.info(
      {
        clientSecret: 'hush-1',
        store: { token: 'hush-2', credentials: new Secret('hush-3') },
        deep: { order: { person: { lastName: 'Hushington' } } },
        url: 'https://shop/?t=shpat_0123456789abcdef',
      },
      'connected with shpat_0123456789abcdef',
    );
    const text = await written(path);
    close();
    expect(text).toContain('connected with shpat_[hidden]');
    expect(text).not.toMatch(/hush|Hushington|0123456789abcdef/);
  });

  it('turns over once it has grown large', async () => {
    const path = join(folder, 'royal.log');
    writeFileSync(path, 'x'.repeat(10 * 1024 * 1024 + 1));
    const { log, close } = openLog(path);
    log.warn('new file');
    const text = await written(path);
    close();
    expect(text).toContain('new file');
    expect(statSync(`${path}.1`).size).toBe(10 * 1024 * 1024 + 1);
  });
});
