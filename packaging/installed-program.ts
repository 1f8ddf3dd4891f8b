/** A packed program as a process: started on a data folder of its own, asked over the local socket, and ended. */
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

/** Throws where the program does not start, does not answer, or does not end when asked. */
export async function runInstalledProgram(command: string, args: readonly string[]): Promise<void> {
  const base = mkdtempSync(join(tmpdir(), 'royal-installed-'));
  const folder = join(base, 'data');
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ROYAL_DATA: folder, ROYAL_SECRETS: 'file' },
  });
  const exited = once(child, 'exit');
  // A command that can't be run at all is told by the wait below.
  exited.catch(() => {});
  const owner = connectToOwner(folder);
  try {
    await Promise.race([
      probeOnceThere(Date.now() + START_MS),
      exited.then(([code]) => {
        throw new Error(`It ended with status ${code}.`);
      }),
    ]);
    child.kill();
    if ((await Promise.race([exited, pause(END_MS, null, { ref: false })])) === null)
      throw new Error('It does not end when asked.');
  } finally {
    await owner.close();
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await exited;
    rmSync(base, { recursive: true, force: true, maxRetries: 10 });
  }

  async function probeOnceThere(deadline: number): Promise<void> {
    for (;;) {
      try {
        return await probeCore(owner.client);
      } catch (error) {
        const starting = error instanceof RoyalError && error.code === 'owner_gone';
        if (!starting || Date.now() > deadline) throw error;
      }
      await pause(200);
    }
  }
}
