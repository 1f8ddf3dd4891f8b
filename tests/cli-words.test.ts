/** What the command line says where an owner slips: the right exit, and what to do next. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EXIT } from '../headless/exit-codes.ts';
import { royal } from './royal-process.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'royal-words-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => royal(args, { folder });

it('names refused rows beside a forecast on standard output, and keeps that clean', async () => {
  const input = join(folder, 'odd.csv');
  writeFileSync(input, 'series,ds,y\na,2026-01-01,5\na,2026-01-02,x\na,2026-01-03,7\n');
  const { code, stdout, stderr } = await run('forecast', '--input', input, '--horizon', '1');
  expect(code).toBe(EXIT.ok);
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(stdout).toContain('a,2026-01-04,6,');
  expect(stderr).toBe('1 row was left out:\n  line 3: y is not a number: "x".\n');
});

it('does not say that nothing waits where there is no such store', async () => {
  expect(await run('actions', 'list', '--store', 'nope', '--json')).toMatchObject({
    code: EXIT.notFound,
    json: { error: { code: 'not_found', next: 'See `royal store list`.' } },
  });
});

it.each([
  ['actions', 'snooze', '1', '--hours', '99999999999999'],
  ['suppliers', 'set', 'Acme', '--store', 'gbp', '--lead-days', 'abc'],
  ['suppliers', 'set', 'Acme', '--store', 'gbp', '--service-level', '95'],
  ['suppliers', 'set', 'Acme', '--store', 'gbp'],
  ['people', 'set', 'Bob', '--role', 'boss'],
  ['people', 'set', 'Bob', '--role', 'helper', '--approve-up-to', 'fifty'],
])('%s %s says which value is wrong', async (...args) => {
  const { code, json } = await run(...args, '--json');
  expect(code).toBe(EXIT.usage);
  const { error } = json as { error: { code: string; message: string; next: string } };
  expect(error.code).toBe('invalid_input');
  expect(`${error.message} ${error.next}`).toMatch(/--(hours|lead-days|service-level|role|approve-up-to)/);
});
