/** What every command of `royal` is given, and how one is declared. */
import { type Command, Option } from 'commander';
import { defaultFolder } from '../core/data-folder/folder-paths.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { harmlessClient } from './harmless.ts';
import { reachCore } from './reach-core.ts';
import { createTerminal, type Terminal } from './terminal.ts';

export interface CommandContext {
  terminal: Terminal;
  folder: string;
  env: NodeJS.ProcessEnv;
  /** Fires at Ctrl-C: what runs breaks off at its next safe point. */
  signal: AbortSignal;
  /** Reaches the core at the first call; whoever runs the command lets it go. */
  client(): Promise<RoyalClient>;
}

/** The exit status, where it is not 0. */
export type CommandResult = Promise<number | undefined>;

/** Collects what was asked for; cli.ts carries it out once parsing is done. */
export interface Program {
  root: Command;
  chosen: (() => CommandResult) | null;
  contextOf: ((options: { json: boolean; folder: string }) => CommandContext) | null;
}

/** Declares one command; arguments arrive in order, then its options. */
export function declare<Args extends unknown[]>(
  program: Program,
  parent: Command,
  usage: string,
  description: string,
  run: (context: CommandContext, ...args: Args) => CommandResult,
): Command {
  const command = parent
    .command(usage)
    .description(description)
    .addOption(new Option('--json', 'print one JSON value').default(false))
    .addOption(new Option('--data <folder>', 'the data folder (default: ROYAL_DATA, else the platform’s)'));
  command.action((...given: unknown[]) => {
    // What stands behind a command of a command, the one above takes for its own: `import list --data FOLDER`.
    const options = command.optsWithGlobals<{ json: boolean; data?: string }>();
    program.chosen = () =>
      run(
        program.contextOf!({ json: options.json, folder: options.data ?? defaultFolder(process.env) }),
        ...(given.slice(0, -1) as Args),
      );
  });
  return command;
}

export interface OpenContext extends CommandContext {
  close(): Promise<void>;
}

export function openContext(
  options: { json: boolean; folder: string },
  signal: AbortSignal,
  env: NodeJS.ProcessEnv,
): OpenContext {
  let reached: ReturnType<typeof reachCore> | null = null;
  return {
    terminal: createTerminal({ json: options.json, env }),
    folder: options.folder,
    env,
    signal,
    async client() {
      reached ??= reachCore(options.folder);
      const { client } = await reached;
      // A program reads JSON as it is; a terminal obeys what it is shown.
      return options.json ? client : harmlessClient(client);
    },
    async close() {
      const reach = await reached?.catch(() => null);
      await reach?.close();
    },
  };
}
