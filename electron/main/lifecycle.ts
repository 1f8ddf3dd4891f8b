/** How the program ends: what runs is brought to its next safe place first, within a time; a failure is told. */
import { app, dialog } from 'electron';
import type { Log } from '../../core/telemetry/log.ts';

/** The executor's step and the sync's position take seconds; what takes longer is taken up again at the next start. */
const DRAIN_MS = 15_000;

export interface LifecycleOptions {
  /** Drains the core. */
  close(): Promise<void>;
  /** Closes the window, so that where it stood is kept. */
  closeWindow(): void;
  log: Log;
}

export function drainBeforeQuit(options: LifecycleOptions): void {
  const { close, closeWindow, log } = options;
  let ending = false;

  /** Once, however often it is asked; the first to ask says how it ends. */
  const end = async (status: number, lastWord?: () => void): Promise<void> => {
    if (ending) return;
    ending = true;
    closeWindow();
    await withinTime(close(), log);
    if (status === 0) log.info('Ended.');
    lastWord?.();
    app.exit(status);
  };

  app.on('before-quit', (event) => {
    event.preventDefault();
    void end(0);
  });
  // macOS keeps programs without a window; their Dock icon opens it again.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

  const fail = (error: unknown): void => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    log.fatal({ error: message, stack }, 'The shell failed.');
    void end(1, () =>
      dialog.showErrorBox(
        'Royal Equips had to end',
        `${message}\n\nYour data is safe. Start the program again; if it happens again, report what desktop.log says.`,
      ),
    );
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}

async function withinTime(closing: Promise<void>, log: Log): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    log.warn(`The core did not end within ${DRAIN_MS / 1000} s.`);
    patience.resolve();
  }, DRAIN_MS);
  try {
    await Promise.race([closing, patience.promise]);
  } catch (error) {
    log.error({ error: (error as Error).message }, 'The core did not end cleanly.');
  } finally {
    clearTimeout(timer);
  }
}
