/** Whether this machine can open the desktop: a display, and Electron's binary, which is fetched once. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type DesktopApp = { executable: string } | { missing: string };

/** An answer that slow is none: who waits would rather have the browser. */
const FETCH_MS = 120_000;

/** `fetching` hears that the binary is about to be fetched. Never throws: what is missing is said. */
export async function findDesktop(env: NodeJS.ProcessEnv, fetching: () => void): Promise<DesktopApp> {
  if (!hasDisplay(env)) return { missing: 'There is no display here' };
  const folder = electronFolder();
  if (!folder) return { missing: 'Electron is not installed here' };
  const present = executableIn(folder);
  if (present) return { executable: present };
  fetching();
  await install(folder);
  const fetched = executableIn(folder);
  return fetched ? { executable: fetched } : { missing: "Electron's binary can't be had here" };
}

export function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Never by importing it: that would fetch the binary, and end the program where it can't. */
function electronFolder(): string | null {
  try {
    return dirname(fileURLToPath(import.meta.resolve('electron/package.json')));
  } catch {
    return null;
  }
}

function executableIn(folder: string): string | null {
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const executable = join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(executable) ? executable : null;
}

function install(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: 'ignore',
      timeout: FETCH_MS,
    });
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
}
