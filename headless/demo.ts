/** `npm run demo`: the program on a sandbox of its own, as a window or a page, and what happens told in the terminal. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toErrorData } from '../shared/errors.ts';
import { showLive } from './demo/live.ts';
import { runOnce } from './demo/once.ts';
import { type SandboxProcess, startSandboxProcess } from './demo/sandbox-process.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { startHeadless } from './host.ts';
import { openShell } from './shell.ts';
import { prepare } from './start.ts';
import { createTerminal, outliveReaders } from './terminal.ts';

const USAGE = `A sandbox shop and the command center on it. Nothing leaves this machine.

  --once          go the whole path once and end: sync, agent, approve, receive, undo, compare
  --json          with --once: print one JSON object
  --replay DIR    sell what the transaction CSVs in DIR say, instead of three made-up stores
  --keep          keep the data folder
  --browser       in the browser, though the desktop could be opened
`;

/** Orders a minute that the sandbox sells while one looks on. */
const LIVE_SPEED = '12';

/** Shopify's pace for a large shop; at a small shop's, refunds and edits of a first load take minutes. */
const PLAN = 'plus';

/** Sets process.exitCode: 0 only where everything that --once looks at holds. */
export async function main(argv: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const { values } = parseArgs({
    args: [...argv],
    options: {
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      replay: { type: 'string' },
      keep: { type: 'boolean', default: false },
      browser: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  outliveReaders();
  const terminal = createTerminal({ json: values.json });
  // The demo's keys live and die with its folder; nobody's keychain gets to see them.
  process.env.ROYAL_SECRETS = 'file';
  const folder = mkdtempSync(join(tmpdir(), 'royal-demo-'));
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  let sandbox: SandboxProcess | null = null;
  let running: { close(): Promise<void> } | null = null;
  try {
    terminal.progress('Starting the sandbox …');
    const flags = ['--plan', PLAN, ...(values.replay ? ['--replay', resolve(values.replay)] : [])];
    sandbox = await startSandboxProcess(values.once ? flags : [...flags, '--speed', LIVE_SPEED]);
    if (values.once) {
      // Nothing by a schedule: every effect is counted.
      const host = await startHeadless({ folder, schedule: false });
      running = host;
      const { result, passed } = await runOnce(host.client, sandbox, startedAt, (text) =>
        terminal.progress(text),
      );
      terminal.endProgress();
      terminal.value(result);
      terminal.line(JSON.stringify(result, null, 2));
      process.exitCode = passed ? EXIT.ok : EXIT.failed;
    } else {
      const app = await prepare({ browser: values.browser, env: process.env, terminal });
      const shell = await openShell({ folder, app, env: process.env });
      running = shell;
      await showLive({ shell, sandbox, folder, terminal, signal: abort.signal });
    }
  } catch (error) {
    const data = toErrorData(error);
    if (abort.signal.aborted) process.exitCode = EXIT.ok;
    else {
      process.exitCode = exitCodeOf(data.code);
      if (values.json) process.stdout.write(`${JSON.stringify({ error: data })}\n`);
      else terminal.error(`${data.message}\n${data.next}`);
    }
  } finally {
    terminal.endProgress();
    await running?.close();
    await sandbox?.stop();
    if (values.keep) terminal.line(`The data folder stays: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
