/** `royal stop|resume`: the emergency stop. */
import { type CommandContext, declare, type Program } from '../command.ts';
import { relativeTime } from '../terminal.ts';

export function declareStop(program: Program): void {
  declare(
    program,
    program.root,
    'stop',
    'emergency stop: no agent starts, nothing leaves for a shop, until `royal resume`',
    stop,
  )
    .option('--reason <text>', 'why, for the record')
    .option('--status', 'only say whether it is pulled');
  declare(program, program.root, 'resume', 'lift the emergency stop', resume);
}

async function stop(context: CommandContext, options: { reason?: string; status?: boolean }) {
  const client = await context.client();
  const state = options.status
    ? await client.stop.status()
    : await client.stop.pull({ reason: options.reason });
  const { terminal } = context;
  terminal.value(state);
  if (!state.stopped) terminal.line('The emergency stop is not pulled.');
  else {
    const who = state.by ? ` by ${state.by}` : '';
    terminal.line(
      `${terminal.style('red', '■')} Stopped${who}, ${relativeTime(state.at, Date.now())}${state.reason ? `: ${state.reason}` : ''}.`,
    );
    terminal.hint('Next: royal resume, once all is well.');
  }
  return undefined;
}

async function resume(context: CommandContext) {
  const state = await (await context.client()).stop.lift({});
  context.terminal.value(state);
  context.terminal.line('The emergency stop is lifted: agents run and approved actions go out again.');
  return undefined;
}
