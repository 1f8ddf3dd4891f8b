/**
 * Lays the keychain's native binaries for the other processor of this system into node_modules, of the version and
 * content that package-lock.json names: `node packaging/other-binaries.ts`. npm leaves them out, as they can't run
 * here; installers for both processors are made on one machine. better-sqlite3 carries all of its own.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ABI: Partial<Record<NodeJS.Platform, string>> = { linux: '-gnu', darwin: '', win32: '-msvc' };

interface Lock {
  packages: Record<string, { version: string; integrity: string } | undefined>;
}

const abi = ABI[process.platform];
if (abi === undefined) throw new Error(`No installer is made on ${process.platform}.`);
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
for (const arch of ['x64', 'arm64']) {
  const folder = `node_modules/@napi-rs/keyring-${process.platform}-${arch}${abi}`;
  if (!existsSync(folder)) download(folder);
}

function download(folder: string): void {
  const locked = lock.packages[folder];
  if (!locked) throw new Error(`package-lock.json names no ${folder}: install the dependencies anew.`);
  const spec = `${folder.replace('node_modules/', '')}@${locked.version}`;
  const place = mkdtempSync(join(tmpdir(), 'royal-binaries-'));
  try {
    // On Windows npm is a script, which only a shell runs.
    const options = { encoding: 'utf8', shell: process.platform === 'win32' } as const;
    const told = execFileSync('npm', ['pack', '--json', '--pack-destination', place, spec], options);
    const [{ filename }] = JSON.parse(told) as [{ filename: string }];
    const digest = createHash('sha512')
      .update(readFileSync(join(place, filename)))
      .digest('base64');
    if (`sha512-${digest}` !== locked.integrity)
      throw new Error(`${spec} is not what package-lock.json names: do not build with it.`);
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-xzf', filename, '-C', resolve(folder), '--strip-components=1'], { cwd: place });
    process.stdout.write(`${spec}\n`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
