/**
 * Starts a packed program as a person does and asks its core over the local socket; on a machine that has the real
 * Electron: `node packaging/start-installed.ts <executable> [argument …]`. Ends with status 1 where it does not answer.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectToOwner } from '../headless/socket-client.ts';
import { RoyalError } from '../shared/errors.ts';
import { probeCore } from './probe-core.ts';

/** Patience for a first start on a slow machine, and for its end. */
const START_MS = 60_000;
const END_MS = 20_000;

const [executable, ...args] = process.argv.slice(2);
if (executable === undefined) throw new Error('Name the executable of the packed program.');

const base = mkdtempSync(join(tmpdir(), 'royal-installed-'));
const folder = join(base, 'data');
const child = spawn(executable, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, ROYAL_DATA: folder, ROYAL_SECRETS: 'file' },
});
const exited = once(child, 'exit');
const owner = connectToOwner(folder);
try {
  await probeOnceThere(Date.now() + START_MS);
  process.stdout.write('The installed program starts and answers.\n');
} catch (error) {
  process.stderr.write(`The installed program does not answer: ${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await owner.close();
  child.kill();
  if ((await Promise.race([exited, pause(END_MS, null, { ref: false })])) === null) {
    process.stderr.write('The installed program does not end when asked.\n');
    process.exitCode = 1;
    child.kill('SIGKILL');
    await exited;
  }
  rmSync(base, { recursive: true, force: true, maxRetries: 5 });
}

async function probeOnceThere(deadline: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`It ended with status ${child.exitCode}.`);
    try {
      return await probeCore(owner.client);
    } catch (error) {
      const starting = error instanceof RoyalError && error.code === 'owner_gone';
      if (!starting || Date.now() > deadline) throw error;
    }
    await pause(200);
  }
}
