/** Lets the test that started this process run functions in it, as Playwright's ElectronApplication.evaluate does. */
import type { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { App } from './app.ts';
import type { StandInWindow } from './browser-window.ts';
import type { Desk } from './desk.ts';
import type { Protocol, Session } from './session.ts';

/** What a test's function is given: the parts of the stand-in, and what only a test would do to a program. */
export interface StandIn {
  app: App;
  desk: Desk;
  protocol: Protocol;
  session: { readonly defaultSession: Session };
  BrowserWindow: { getAllWindows(): StandInWindow[] };
  nativeTheme: { themeSource: string };
  ipcMain: EventEmitter;
  /** Ends the core thread where it stands. */
  killCore(): Promise<void>;
}

export interface ControlRequest {
  id: number;
  /** The text of a function of StandIn and `argument`. */
  source: string;
  argument: unknown;
}

export type ControlReply =
  | { kind: 'reply'; id: number; value: unknown }
  | { kind: 'failed'; id: number; message: string }
  | { kind: 'error-box'; title: string; content: string };

export function serveControl(parts: Omit<StandIn, 'killCore'>): StandIn {
  // The core is the only thread that main itself starts.
  let core: Worker | null = null;
  process.on('worker', (worker) => {
    core = worker;
  });
  const standIn: StandIn = {
    ...parts,
    async killCore() {
      await core?.terminate();
    },
  };
  process.on('message', async ({ id, source, argument }: ControlRequest) => {
    const reply = (message: ControlReply): void => void process.send?.(message);
    try {
      // The test's own function, sent as text.
      const run = new Function(`return (${source});`)() as (standIn: StandIn, argument: unknown) => unknown;
      reply({ kind: 'reply', id, value: await run(standIn, argument) });
    } catch (error) {
      reply({ kind: 'failed', id, message: (error as Error).message });
    }
  });
  // A program outlives the terminal, but not its test.
  process.on('disconnect', () => process.exit(1));
  return standIn;
}
