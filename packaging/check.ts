/** `npm run package:check`: packs around a stand-in for Electron and holds the result against the rules. */
import { resolve } from 'node:path';
import { packAroundStandIn } from './pack.ts';
import { readPackedProgram } from './packed-program.ts';
import { FUSES, installedBytes, LARGEST_BYTES, violations } from './rules.ts';
import { tryPackedProgram } from './start-packed.ts';

const FOLDER = resolve('dist', 'package-check');

const folder = await packAroundStandIn(FOLDER);
const program = {
  ...(await readPackedProgram(folder)),
  startFailure: await tryPackedProgram(folder),
};

const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say(`\nPacked for ${program.target.platform}-${program.target.arch} in ${folder}`);
for (const [part, bytes] of sizesByPart(program.files)) say(`  ${mb(bytes).padStart(8)}  ${part}`);
say(`  ${mb(installedBytes(program)).padStart(8)}  in all, of at most ${mb(LARGEST_BYTES)}`);
say('Native binaries');
for (const { path } of program.files.filter((file) => file.path.endsWith('.node'))) say(`  ${path}`);
say('Fuses');
for (const name of Object.keys(FUSES)) say(`  ${program.fuses[name] ? 'on ' : 'off'}  ${name}`);
say(program.startFailure === null ? 'It starts and answers.' : 'It does not start.');

const found = violations(program);
for (const violation of found) process.stderr.write(`✗ ${violation}\n`);
say(found.length === 0 ? 'Nothing is against the rules.' : `${found.length} against the rules.`);
process.exitCode = found.length === 0 ? 0 : 1;

/** The first two folders name a part; the largest comes first. */
function sizesByPart(files: typeof program.files): [string, number][] {
  const sizes = new Map<string, number>();
  for (const { path, bytes } of files) {
    const folders = path.split('/').slice(0, -1);
    const part = folders.slice(0, 2).join('/') || path;
    sizes.set(part, (sizes.get(part) ?? 0) + bytes);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]);
}
