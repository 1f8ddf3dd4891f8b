/** Starts what was packed, from the archive alone: nothing of the project's own node_modules is within reach. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractAll } from '@electron/asar';
import { startHost } from '../core/host/host.ts';
import { runInstalledProgram } from './installed-program.ts';
import { archiveOf } from './packed-program.ts';
import { probeCore } from './probe-core.ts';

/** Preloaded, it stands in for the module `electron` that only Electron's own binary has. */
const STAND_IN = resolve('tests', 'electron-host', 'register.ts');

/** null where the packed program starts and answers, else what kept it from it. */
export async function tryPackedProgram(folder: string): Promise<string | null> {
  const base = mkdtempSync(join(tmpdir(), 'royal-packed-'));
  try {
    const extracted = join(base, 'app');
    extractAll(archiveOf(folder), extracted);
    await startPackedCore(extracted, join(base, 'data'));
    if (existsSync(STAND_IN)) await startPackedMain(extracted);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** In a thread of the packed bundle, as main does it. */
async function startPackedCore(extracted: string, dataFolder: string): Promise<void> {
  process.env.ROYAL_SECRETS = 'file';
  const coreThread = join(extracted, 'out', 'main', 'core-thread.js');
  const host = await startHost({
    folder: dataFolder,
    schedule: false,
    coreThread: pathToFileURL(coreThread),
  });
  try {
    await probeCore(host.client);
    // The keychain's native part loads, though no keychain is asked here.
    createRequire(coreThread)('keytar/keytar.js');
  } finally {
    await host.close();
  }
}

/** The whole of main under Node, on the stand-in for Electron. */
async function startPackedMain(extracted: string): Promise<void> {
  process.env.STAND_IN_PACKAGED = '1';
  await runInstalledProgram(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--import',
    pathToFileURL(STAND_IN).href,
    join(extracted, 'out', 'main', 'index.js'),
  ]);
}
