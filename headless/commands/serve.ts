/** `royal serve`: keeps the core running: syncs and agents by their schedules, other terminals through the socket. */
import { RoyalError } from '../../shared/errors.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { startHeadless } from '../host.ts';

export function declareServe(program: Program): void {
  declare(program, program.root, 'serve', 'keep running: sync and run agents by their schedules', serve);
}

async function serve(context: CommandContext) {
  const host = await startHeadless({ folder: context.folder, schedule: true });
  const { terminal, signal } = context;
  terminal.value({ folder: context.folder, socket: host.socket, pid: process.pid });
  terminal.line(`Running on ${context.folder}. Ctrl-C ends it cleanly.`);
  terminal.hint('Other terminals: royal actions list, royal agents status …');
  const stopped = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const failure = await Promise.race([stopped, host.ended]);
  if (failure)
    throw new RoyalError(
      {
        code: 'internal',
        message: `The core ended by itself: ${failure.message}`,
        next: 'Start it again; royal.log in the data folder says more.',
      },
      { cause: failure },
    );
  await host.close();
  return undefined;
}
