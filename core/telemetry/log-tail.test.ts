import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../ledger/testing/test-ledger.ts';
import { logTail } from './log-tail.ts';

const line = (n: number, level = 30, facts: object = {}): string =>
  `${JSON.stringify({ level, time: n, pid: 1, ...facts, msg: `line ${n}` })}\n`;

function log(...lines: string[]): string {
  const path = join(temporaryFolder(), 'royal.log');
  writeFileSync(path, lines.join(''));
  return path;
}

describe('the tail of the log', () => {
  it('is read newest first, page by page, over the turn of the file, each line once', async () => {
    const path = log(...Array.from({ length: 3_000 }, (_, n) => line(n, 30, { pad: 'ö'.repeat(40) })));
    renameSync(path, `${path}.1`);
    writeFileSync(path, Array.from({ length: 100 }, (_, n) => line(3_000 + n)).join(''));
    const seen: number[] = [];
    let before: string | undefined;
    do {
      const page = await logTail(path, { level: 'trace', limit: 70, before });
      seen.push(...page.lines.map(({ at }) => at));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(seen).toEqual(Array.from({ length: 3_100 }, (_, n) => 3_099 - n));
  });

  it('leaves out what is less than asked for, and what is no line of ours', async () => {
    const path = log(line(1, 20), 'torn {"level":\n', line(2, 50, { runId: 7 }), line(3, 40, { runId: 70 }));
    expect((await logTail(path, { level: 'warn', limit: 10 })).lines.map(({ at }) => at)).toEqual([3, 2]);
    expect((await logTail(path, { level: 'trace', limit: 10, runId: 7 })).lines).toEqual([
      { at: 2, level: 'error', text: 'line 2', facts: { runId: 7 } },
    ]);
  });

  it('stays where it was while lines are added', async () => {
    const path = log(line(1), line(2));
    const first = await logTail(path, { level: 'info', limit: 1 });
    appendFileSync(path, line(3));
    expect((await logTail(path, { level: 'info', limit: 5, before: first.next! })).lines).toMatchObject([
      { at: 1 },
    ]);
  });

  it('is empty where there is no log, and refuses a position that is none', async () => {
    expect(await logTail('/nowhere/royal.log', { level: 'info', limit: 5 })).toEqual({
      lines: [],
      next: null,
    });
    await expect(logTail('/nowhere', { level: 'info', limit: 5, before: '../x' })).rejects.toThrow(
      /no position/,
    );
  });
});
