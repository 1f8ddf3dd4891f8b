/** What is built in out/: the pages, made anew where their sources are newer, and the commands, used while they are new. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RoyalError } from '../shared/errors.ts';

/** Also of the built file of this module, which lies elsewhere. */
export const ROOT = dirname(findPackageJSON(import.meta.url)!);
const CONFIG = 'electron.vite.config.ts';
const OF_COMMANDS = ['agents', 'core', 'headless', 'packaging', 'shared', 'package-lock.json'];
const OF_ALL = [...OF_COMMANDS, CONFIG, 'electron', 'renderer', 'resources'];

/** Where the pages are. */
export const RENDERER = join(ROOT, 'out', 'renderer');

/**
 * What a command begins with, as it was built: few files, which load in two thirds of the time. Where it is not built, or
 * older than its sources, the source itself.
 */
export function entryOf(command: 'cli' | 'start'): string {
  const built = join(ROOT, 'out', 'headless', `${command}.js`);
  const source = join(ROOT, 'headless', `${command}.ts`);
  return pathToFileURL(isNewer(built, OF_COMMANDS.map(inRoot)) ? built : source).href;
}

/** `building` hears that it takes some seconds. Throws RoyalError internal with the build's own words. */
export async function ensureBuilt(building: () => void): Promise<void> {
  // An installed package has what was built and nothing to build it with.
  if (!existsSync(join(ROOT, CONFIG)) || isNewer(join(RENDERER, 'index.html'), OF_ALL.map(inRoot))) return;
  building();
  const child = spawn('npm', ['run', '-s', 'build'], { cwd: ROOT, shell: process.platform === 'win32' });
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      words = (words + part.toString()).slice(-2_000);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0)
    throw new RoyalError({
      code: 'internal',
      message: `The pages could not be built. ${words.trim()}`,
      next: 'Correct what it says, then start again.',
    });
}

/** Whether it is there, and newer than all of these files and whatever lies in these folders. */
export function isNewer(file: string, sources: readonly string[]): boolean {
  const made = changedAt(file);
  return made > 0 && sources.every((source) => changedAt(source) < made);
}

function inRoot(name: string): string {
  return join(ROOT, name);
}

/** Of the newest in it, or when something of it was last put there or taken away; 0 where there is none. */
function changedAt(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}
