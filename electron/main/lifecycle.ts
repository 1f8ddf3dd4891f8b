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
  closeLog(): void;
}

export function drainBeforeQuit(options: LifecycleOptions): void {
  const { close, closeWindow, log, closeLog } = options;
  let drained: Promise<void> | null = null;

  const drain = async (): Promise<void> => {
    closeWindow();
    const timer = Promise.withResolvers<'late'>();
    const patience = setTimeout(() => timer.resolve('late'), DRAIN_MS);
    try {
      const outcome = await Promise.race([close(), timer.promise]);
      if (outcome === 'late') log.warn(`The core did not end within ${DRAIN_MS / 1000} s.`);
    } catch (error) {
      log.error({ error: (error as Error).message }, 'The core did not end cleanly.');
    } finally {
      clearTimeout(patience);
    }
  };

  app.on('before-quit', (event) => {
    event.preventDefault();
    drained ??= drain().then(() => {
      log.info('Ended.');
      closeLog();
      app.exit(0);
    });
  });
  // macOS keeps programs without a window; their Dock icon opens it again.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

  const fail = (error: unknown): void => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    log.fatal({ error: message, stack }, 'The shell failed.');
    drained ??= drain().then(() => {
      closeLog();
      dialog.showErrorBox(
        'Royal Equips had to end',
        `${message}\n\nYour data is safe. Start the program again; if it happens again, report what desktop.log says.`,
      );
      app.exit(1);
    });
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}
