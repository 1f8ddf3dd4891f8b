/**
 * `npm run sabotage [-- NAME]`: undoes each protection in a scratch copy of the project, one at a time, and shows
 * that the test which guards it fails. A protection whose loss no test notices ends it with status 1.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sabotage } from './sabotage.ts';
import { SABOTAGES } from './sabotages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Assertion {
  fullName: string;
  status: string;
}

function main(wanted: readonly string[]): number {
  const chosen = SABOTAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  if (chosen.length === 0) {
    process.stderr.write(`There are: ${SABOTAGES.map(({ name }) => name).join(', ')}.\n`);
    return 2;
  }
  const copy = scratchCopy();
  let unnoticed = 0;
  try {
    build(copy);
    const whole = new Map<string, Assertion[]>();
    for (const file of new Set(chosen.map(({ test }) => test.file))) whole.set(file, runTests(copy, file));
    for (const sabotage of chosen) {
      const verdict = tryOne(copy, sabotage, named(whole.get(sabotage.test.file)!, sabotage.test.name));
      if (verdict !== 'noticed') unnoticed += 1;
      process.stdout.write(`${verdict === 'noticed' ? '✓' : '✗'} ${sabotage.name}: ${verdict}\n`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  process.stdout.write(`${chosen.length - unnoticed} of ${chosen.length} noticed\n`);
  return unnoticed === 0 ? 0 : 1;
}

/** What git knows of the working tree, with the packages of this one. */
function scratchCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'royal-sabotage-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(Boolean))
    cpSync(join(ROOT, file), join(copy, file), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  return copy;
}

/** The edit is taken back afterwards, so that each is alone. `before`: the test on the whole project. */
function tryOne(copy: string, { file, find, replace, test }: Sabotage, before: readonly Assertion[]): string {
  if (before.length === 0) return `no test is called ${JSON.stringify(test.name)}`;
  if (before.some(({ status }) => status !== 'passed')) return 'its test does not pass on the whole project';
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const parts = text.split(find);
  if (parts.length !== 2) return `${file} has ${parts.length - 1} places like the one to edit`;
  writeFileSync(path, parts.join(replace));
  try {
    build(copy);
    const after = named(runTests(copy, test.file, test.name), test.name);
    return after.some(({ status }) => status === 'failed') ? 'noticed' : 'NOT noticed by its test';
  } catch (error) {
    return String(error);
  } finally {
    writeFileSync(path, text);
  }
}

/** An edit that merely breaks the build would prove nothing. */
function build(copy: string): void {
  const built = spawnSync('npm', ['run', '-s', 'build'], { cwd: copy, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`does not build: ${(built.stderr || built.stdout).slice(-400)}`);
}

function runTests(copy: string, file: string, name?: string): Assertion[] {
  const report = join(copy, 'sabotage-report.json');
  rmSync(report, { force: true });
  const vitest = join(dirname(fileURLToPath(import.meta.resolve('vitest/package.json'))), 'vitest.mjs');
  const only = name === undefined ? [] : ['-t', name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')];
  spawnSync(process.execPath, [vitest, 'run', file, ...only, '--reporter=json', `--outputFile=${report}`], {
    cwd: copy,
    encoding: 'utf8',
    timeout: 300_000,
  });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: Assertion[] }[];
  };
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

/** Those that ran: a filter leaves the others out as skipped. */
function named(found: readonly Assertion[], name: string): Assertion[] {
  return found.filter(({ fullName, status }) => fullName.includes(name) && status !== 'skipped');
}

process.exitCode = main(process.argv.slice(2));
