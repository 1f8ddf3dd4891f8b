/** Starts what was packed, from the archive alone: nothing of the project's own node_modules is within reach. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { extractAll } from '@electron/asar';
import { startHost } from '../core/host/host.ts';
import { archiveOf } from './packed-program.ts';

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
 * is started as main does it, in a thread of the packed bundle, and asked what only an open folder, its databases
 * and a task worker can answer.
 */
async function startPackedProgram(extracted: string, dataFolder: string): Promise<void> {
  process.env.ROYAL_SECRETS = 'file';
  const host = await startHost({
    folder: dataFolder,
    schedule: false,
    coreThread: pathToFileURL(join(extracted, 'out', 'main', 'core-thread.js')),
  });
  try {
    const { ok } = await host.client.audit.verify();
    if (!ok) throw new Error('the audit of an empty folder does not hold');
    await host.client.forecasts.csv({ csv: SAMPLE, horizon: 7 });
    // The keychain's native part loads, though no keychain is asked here.
    createRequire(join(extracted, 'out', 'main', 'core-thread.js'))('keytar/keytar.js');
  } finally {
    await host.close();
  }
}

/** Twenty weeks of days with a season, so that the WebAssembly models are needed. */
const SAMPLE = [
  'series,ds,y',
  ...Array.from({ length: 140 }, (_, day) => {
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    return `a,${date},${10 + (day % 7) + (day % 3)}`;
  }),
].join('\n');
