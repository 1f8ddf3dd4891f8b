/** The `royal` command: parses, runs one command, and turns what happened into words and an exit status. */
import { Command, CommanderError } from 'commander';
import { RoyalError, toErrorData } from '../shared/errors.ts';
import { type OpenContext, openContext, type Program } from './command.ts';
import { declareAccess } from './commands/access.ts';
import { declareActions } from './commands/actions.ts';
import { declareAgents } from './commands/agents.ts';
import { declareForecast } from './commands/forecast.ts';
import { declareImports } from './commands/imports.ts';
import { declarePeople } from './commands/people.ts';
import { declareServe } from './commands/serve.ts';
import { declareStop } from './commands/stop.ts';
import { declareStores } from './commands/stores.ts';
import { declareSupply } from './commands/supply.ts';
import { declareSync } from './commands/sync.ts';
import { declareUpkeep } from './commands/upkeep.ts';
import { EXIT, EXIT_MEANING, exitCodeOf } from './exit-codes.ts';
import { harmlessText } from './harmless.ts';
import { outliveReaders } from './terminal.ts';

/** Sets process.exitCode; ends once everything that was opened is closed. */
export async function main(argv: readonly string[]): Promise<void> {
  outliveReaders();
  process.exitCode = await runCli(argv, process.env);
}

async function runCli(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const json = argv.includes('--json');
  const abort = new AbortController();
  let open: OpenContext | null = null;
  const program: Program = {
    root: new Command('royal'),
    chosen: null,
    contextOf: (options) => {
      open = openContext(options, abort.signal, env);
      return open;
    },
  };
  program.root
    .description('Command center for Shopify stores: mirror a store, let agents propose, approve, undo.')
    .addHelpText(
      'after',
      `\nExit status:\n${EXIT_MEANING.map(([code, text]) => `  ${code}  ${text}`).join('\n')}`,
    )
    .configureHelp({ showGlobalOptions: true });
  for (const declare of [
    declareStores,
    declareSync,
    declareImports,
    declareAgents,
    declareActions,
    declareSupply,
    declareStop,
    declareUpkeep,
    declareForecast,
    declareServe,
    declareAccess,
    declarePeople,
  ])
    declare(program);
  quiet(program.root);

  let interrupted: NodeJS.Signals | null = null;
  const interrupt = (signal: NodeJS.Signals): void => {
    if (interrupted) process.exit(signal === 'SIGINT' ? 130 : 143);
    interrupted = signal;
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    await program.root.parseAsync(argv, { from: 'user' });
    const chosen = program.chosen as Program['chosen'];
    return (await chosen?.()) ?? EXIT.ok;
  } catch (error) {
    if (interrupted) {
      process.stderr.write('Stopped. What was done is kept; the same command goes on from there.\n');
      return interrupted === 'SIGINT' ? 130 : 143;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : usage(error, json);
    return failure(error, json, open);
  } finally {
    await (open as OpenContext | null)?.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** Commander throws instead of ending the process, and leaves the words of an error to us. */
function quiet(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => {} });
  for (const child of command.commands) quiet(child);
}

function usage(error: CommanderError, json: boolean): number {
  // Help asked for by an incomplete command ("royal actions") was printed already.
  if (error.code === 'commander.help') return EXIT.usage;
  const message = error.message.replace(/^error: /, '');
  if (json)
    process.stdout.write(
      `${JSON.stringify({ error: { code: 'invalid_input', message, next: 'See royal --help.' } })}\n`,
    );
  else process.stderr.write(`${message}\nSee \`royal --help\`.\n`);
  return EXIT.usage;
}

function failure(error: unknown, json: boolean, open: OpenContext | null): number {
  const data = toErrorData(error);
  open?.terminal.endProgress();
  if (json) process.stdout.write(`${JSON.stringify({ error: data })}\n`);
  else {
    process.stderr.write(`${harmlessText(data.message)}\n`);
    process.stderr.write(`${harmlessText(data.next)}\n`);
    if (process.env.ROYAL_LOG === 'debug' && error instanceof Error && !(error instanceof RoyalError))
      process.stderr.write(`${error.stack}\n`);
  }
  return exitCodeOf(data.code);
}
