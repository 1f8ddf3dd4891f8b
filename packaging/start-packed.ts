/** Starts what was packed, from the archive alone: nothing of the project's own node_modules is within reach. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractAll } from '@electron/asar';
import { startHost } from '../core/host/host.ts';
import { archiveOf } from './packed-program.ts';
import { probeCore } from './probe-core.ts';

/** null where the packed program starts and answers, else what kept it from it. */
export async function tryPackedProgram(folder: string): Promise<string | null> {
  const base = mkdtempSync(join(tmpdir(), 'royal-packed-'));
  try {
    const extracted = join(base, 'app');
    extractAll(archiveOf(folder), extracted);
    await startPackedProgram(extracted, join(base, 'data'));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/**
 * Here goes the start of out/main/index.js on the stand-in for Electron (tests/electron-host). Without it the core
 * is started as main does it, in a thread of the packed bundle.
 */
async function startPackedProgram(extracted: string, dataFolder: string): Promise<void> {
  process.env.ROYAL_SECRETS = 'file';
  const host = await startHost({
    folder: dataFolder,
    schedule: false,
    coreThread: pathToFileURL(join(extracted, 'out', 'main', 'core-thread.js')),
  });
  try {
    await probeCore(host.client);
    // The keychain's native part loads, though no keychain is asked here.
    createRequire(join(extracted, 'out', 'main', 'core-thread.js'))('keytar/keytar.js');
  } finally {
    await host.close();
  }
}
