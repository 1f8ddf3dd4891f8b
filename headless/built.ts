/** The built renderer and desktop in out/: made anew where their sources are newer. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RoyalError } from '../shared/errors.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SOURCES = ['agents', 'core', 'electron', 'renderer', 'resources', 'shared', 'package-lock.json'];
const CONFIG = 'electron.vite.config.ts';

/** Where the pages are. */
export const RENDERER = join(ROOT, 'out', 'renderer');

/** `building` hears that it takes some seconds. Throws RoyalError internal with the build's own words. */
export async function ensureBuilt(building: () => void): Promise<void> {
  // An installed package has what was built and nothing to build it with.
  if (!existsSync(join(ROOT, CONFIG))) return;
  const built = changedAt(join(RENDERER, 'index.html'));
  if (built > Math.max(...[...SOURCES, CONFIG].map((name) => changedAt(join(ROOT, name))))) return;
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

/** Of the newest file in it; 0 where there is none. */
function changedAt(path: string): number {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}
