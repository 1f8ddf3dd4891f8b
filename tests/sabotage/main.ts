/**
 * `npm run sabotage [-- NAME]`: undoes each protection in a scratch copy of the project, one at a time, and shows
 * that the test which guards it fails. A protection whose loss no test notices ends it with status 1.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SABOTAGES, type Sabotage } from './sabotages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Assertion {
  title: string;
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
    for (const sabotage of chosen) {
      const verdict = tryOne(copy, sabotage);
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

/** The edit is taken back afterwards, so that each is alone. */
function tryOne(copy: string, { file, find, replace, test }: Sabotage): string {
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  const parts = before.split(find);
  if (parts.length !== 2) return `${file} has ${parts.length - 1} places like the one to edit`;
  writeFileSync(path, parts.join(replace));
  try {
    const built = spawnSync('npm', ['run', '-s', 'build'], { cwd: copy, encoding: 'utf8' });
    if (built.status !== 0) return `does not build: ${(built.stderr || built.stdout).slice(-400)}`;
    return verdictOf(copy, test);
  } finally {
    writeFileSync(path, before);
  }
}

/** Only a failure of the very test counts: one that is not found or does not run notices nothing. */
function verdictOf(copy: string, test: Sabotage['test']): string {
  const report = join(copy, 'sabotage-report.json');
  rmSync(report, { force: true });
  const vitest = join(dirname(fileURLToPath(import.meta.resolve('vitest/package.json'))), 'vitest.mjs');
  spawnSync(
    process.execPath,
    [vitest, 'run', test.file, '-t', test.name, '--reporter=json', `--outputFile=${report}`],
    { cwd: copy, encoding: 'utf8', timeout: 300_000 },
  );
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: Assertion[] }[];
  };
  const found = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ fullName }) => fullName.includes(test.name));
  if (found.length === 0) return `no test is called ${JSON.stringify(test.name)}`;
  return found.some(({ status }) => status === 'failed') ? 'noticed' : 'NOT noticed by its test';
}

process.exitCode = main(process.argv.slice(2));
