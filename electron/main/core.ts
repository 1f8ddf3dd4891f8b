/** Starts the core, and where it does not start or ends for good, says why and what can be done: never a silent exit. */
import { app, type BrowserWindow, dialog, type MessageBoxOptions, shell } from 'electron';
import { type Host, startHost } from '../../core/host/host.ts';
import type { Log } from '../../core/telemetry/log.ts';
import { type ErrorData, RoyalError, toErrorData } from '../../shared/errors.ts';

export interface CoreOptions {
  folder: string;
  /** The window that the message belongs to. */
  parent(): BrowserWindow | null;
  log: Log;
}

const TRY_AGAIN = 0;
const OPEN_FOLDER = 1;

/** Resolves once the core is open; rejects where the person gives up, and the program then ends. */
export async function startCore(options: CoreOptions): Promise<Host> {
  for (;;) {
    try {
      const host = await startHost({
        folder: options.folder,
        schedule: true,
        coreThread: new URL('./core-thread.ts', import.meta.url),
      });
      watchEnd(host, options);
      return host;
    } catch (error) {
      const data = toErrorData(error);
      options.log.error({ code: data.code }, data.message);
      if (!(await askToTryAgain(data, options))) throw error;
    }
  }
}

/** After several failed restarts the host gives the core up; the person decides what comes then. */
function watchEnd(host: Host, options: CoreOptions): void {
  host.ended.then(async (failure) => {
    if (failure === null) return;
    const data: ErrorData = {
      ...toErrorData(failure),
      ...(failure instanceof RoyalError
        ? {}
        : { next: 'Start again; royal.log in the data folder says more.' }),
    };
    options.log.fatal({ code: data.code }, data.message);
    if (await askToTryAgain(data, options)) app.relaunch();
    app.quit();
  });
}

async function askToTryAgain(data: ErrorData, { folder, parent, log }: CoreOptions): Promise<boolean> {
  for (;;) {
    const answer = await show(parent(), {
      type: 'error',
      title: 'Royal Equips',
      message: data.message,
      detail: whatToDo(data),
      buttons: ['Try again', 'Open data folder', 'Quit'],
      defaultId: TRY_AGAIN,
      cancelId: 2,
      noLink: true,
    });
    if (answer !== OPEN_FOLDER) return answer === TRY_AGAIN;
    const problem = await shell.openPath(folder);
    if (problem !== '') log.warn({ problem }, 'The data folder was not opened.');
  }
}

function whatToDo({ code, next }: ErrorData): string {
  if (code !== 'folder_locked') return next;
  return 'Another program of yours runs the core, most likely `royal serve` in a terminal. Go on in the browser at the address it printed, or end it there with Ctrl-C and choose “Try again”.';
}

async function show(parent: BrowserWindow | null, options: MessageBoxOptions): Promise<number> {
  const { response } =
    parent === null ? await dialog.showMessageBox(options) : await dialog.showMessageBox(parent, options);
  return response;
}
