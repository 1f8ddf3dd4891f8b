/** What is built in out/: the pages, made anew where their sources are newer, and the core's thread, used while it is new. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RoyalError } from '../shared/errors.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const CONFIG = 'electron.vite.config.ts';
const OF_CORE = ['agents', 'core', 'shared', 'package-lock.json', CONFIG];
const OF_ALL = [...OF_CORE, 'electron', 'renderer', 'resources'];

/** Where the pages are. */
export const RENDERER = join(ROOT, 'out', 'renderer');

/**
 * The core's thread as the desktop runs it: one file, which loads in half the time of some hundred. null where it is not
 * built, or older than its sources.
 */
export function builtCoreThread(): URL | null {
  const file = join(ROOT, 'out', 'main', 'core-thread.js');
  return isNewer(file, OF_CORE.map(inRoot)) ? pathToFileURL(file) : null;
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

/** Of the newest file in it; 0 where there is none. */
function changedAt(path: string): number {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}
