/** `npm start`: opens the desktop, or says in one line why not and serves the same in the browser. */
import { parseArgs } from 'node:util';
import { defaultFolder } from '../core/data-folder/folder-paths.ts';
import { toErrorData } from '../shared/errors.ts';
import { ensureBuilt } from './built.ts';
import { type DesktopApp, findDesktop } from './desktop-app.ts';
import { exitCodeOf } from './exit-codes.ts';
import { openShell, type Shell } from './shell.ts';
import { createTerminal, outliveReaders, type Terminal } from './terminal.ts';

const USAGE = `Opens the command center on your own data.

  --browser       in the browser, though the desktop could be opened
  --data FOLDER   the data folder (else ROYAL_DATA, else the platform's place)
`;

/** Sets process.exitCode; ends once the program is closed, by Ctrl-C or from its own menu. */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      browser: { type: 'boolean', default: false },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  outliveReaders();
  const terminal = createTerminal({ json: false });
  const stopped = interruption();
  let shell: Shell | null = null;
  try {
    const app = await prepare({ browser: values.browser, env: process.env, terminal });
    const folder = values.data ?? defaultFolder(process.env);
    shell = await openShell({ folder, app, env: process.env });
    terminal.line(whereabouts(shell));
    terminal.hint(`Your data is in ${folder}.`);
    if (shell.link)
      terminal.hint(`Another link, from another terminal here: ${royalCommand('access link', values.data)}`);
    const failure = await Promise.race([stopped.then(() => null), shell.ended]);
    if (failure) throw failure;
  } catch (error) {
    const data = toErrorData(error);
    process.exitCode = exitCodeOf(data.code);
    terminal.error(`${data.message}\n${data.next}`);
  } finally {
    await shell?.close();
  }
}

/** Builds what is to be shown and says, in one line, where it can't be the desktop. */
export async function prepare(options: {
  browser: boolean;
  env: NodeJS.ProcessEnv;
  terminal: Terminal;
}): Promise<DesktopApp> {
  const { browser, env, terminal } = options;
  await ensureBuilt(() => terminal.progress('Building the pages …'));
  const app: DesktopApp = browser
    ? { missing: '' }
    : await findDesktop(env, () => terminal.progress("Fetching Electron's binary, once …"));
  terminal.endProgress();
  if ('missing' in app && app.missing) terminal.line(`${app.missing}: this is the same in the browser.`);
  return app;
}

export function whereabouts(shell: Shell): string {
  return shell.link
    ? `Open ${shell.link}\nThe link signs one browser in, once, within ten minutes. Ctrl-C ends the program.`
    : 'The desktop is open. Ctrl-C here, or Quit there, ends it.';
}

/** What to type in the project's folder; `data` where it is not the usual one. */
export function royalCommand(words: string, data?: string): string {
  return `npm run -s royal -- ${words}${data ? ` --data ${data}` : ''}`;
}

/** Resolves at the first Ctrl-C or SIGTERM; a second one ends the process where it stands. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const interrupt = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
  });
}
