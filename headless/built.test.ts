import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isNewer } from './built.ts';

function folderWith(files: Record<string, number>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'royal-built-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const at = (name: string): string => join(folder, name);
  mkdirSync(at('sources/deep'), { recursive: true });
  for (const [name, seconds] of Object.entries(files)) {
    writeFileSync(at(name), '');
    utimesSync(at(name), seconds, seconds);
  }
  for (const name of ['sources/deep', 'sources']) utimesSync(at(name), 1, 1);
  return at;
}

it('takes what was built for as long as no source is newer, however deep it lies', () => {
  const at = folderWith({ built: 20, 'sources/one': 10, 'sources/deep/other': 19, lock: 5 });
  expect(isNewer(at('built'), [at('sources'), at('lock')])).toBe(true);
  utimesSync(at('sources/deep/other'), 21, 21);
  expect(isNewer(at('built'), [at('sources'), at('lock')])).toBe(false);
});

it('takes what was built no more once a source is gone', () => {
  const at = folderWith({ built: 20, 'sources/one': 10, 'sources/deep/other': 19 });
  rmSync(at('sources/one'));
  expect(isNewer(at('built'), [at('sources')])).toBe(false);
});

it('takes nothing that was not built', () => {
  const at = folderWith({ 'sources/one': 10 });
  expect(isNewer(at('built'), [at('sources')])).toBe(false);
});
