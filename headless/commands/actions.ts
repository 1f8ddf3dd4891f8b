/** `royal actions …`: see what is proposed and why, decide, undo, propose. */
import { text as readAll } from 'node:stream/consumers';
import type { ActionRow } from '../../shared/contract/schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { formatMoney } from '../../shared/money.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { clip, relativeTime, type Terminal } from '../terminal.ts';

const OPEN_STATES: ActionRow['state'][] = ['proposed', 'snoozed', 'approved', 'executing', 'unknown'];

export function declareActions(program: Program): void {
  const group = program.root
    .command('actions')
    .description('actions: what is proposed, decided, done and undone');
  declare(program, group, 'list', 'actions that wait for something', list)
    .option('--store <id>', 'one store only')
    .option('--state <states>', 'these states, separated by commas')
    .option('--all', 'those that are over as well');
  declare(program, group, 'show <id>', 'an action, its evidence, and what it will do', show);
  declare(program, group, 'approve <id>', 'let an action happen', (context, id: string, options: Reason) =>
    decide(context, id, 'approve', options),
  ).option('--reason <text>', 'why, for the record');
  declare(program, group, 'reject <id>', 'turn an action down', (context, id: string, options: Reason) =>
    decide(context, id, 'reject', options),
  ).option('--reason <text>', 'why, for the record');
  declare(program, group, 'snooze <id>', 'decide later', snooze)
    .requiredOption('--hours <n>', 'ask again after so many hours')
    .option('--reason <text>', 'why, for the record');
  declare(
    program,
    group,
    'undo <id>',
    'take back what an action did, where that is possible',
    (context, id: string, options: Reason) => decide(context, id, 'undo', options),
  ).option('--reason <text>', 'why, for the record');
  declare(program, group, 'retry <id>', 'try a failed action once more', (context, id: string) =>
    decide(context, id, 'retry', {}),
  );
  declare(
    program,
    group,
    'settle <id> <word>',
    'say what you saw in the shop of an unknown action: done or not-done',
    settle,
  );
  declare(
    program,
    group,
    'propose <type>',
    'propose an action yourself: price.change, purchase_order.create …',
    propose,
  )
    .requiredOption('--store <id>', 'the store it is for')
    .requiredOption('--input <json>', 'its input as JSON, or - to read it from standard input')
    .option('--title <text>', 'one line for people')
    .option('--reason <text>', 'why, for the record');
}

const LONGEST_SNOOZE_HOURS = 8760;

interface Reason {
  reason?: string;
}

async function list(context: CommandContext, options: { store?: string; state?: string; all?: boolean }) {
  const states = options.state?.split(',') as ActionRow['state'][] | undefined;
  const rows = await (await context.client()).actions.list({
    storeId: options.store,
    states: states ?? (options.all ? undefined : OPEN_STATES),
  });
  const { terminal } = context;
  terminal.value(rows);
  if (rows.length === 0) {
    terminal.line('No action waits.');
    return undefined;
  }
  terminal.table(
    rows.map((row) => [
      String(row.id),
      stateWord(terminal, row.state),
      row.storeId,
      clip(row.title, 60),
      effectText(row),
      row.agent ?? row.proposedBy.id,
    ]),
    { head: ['ID', 'STATE', 'STORE', 'WHAT', 'EFFECT', 'BY'], right: [0] },
  );
  if (rows.some((row) => row.state === 'proposed')) {
    terminal.line();
    terminal.hint('Next: royal actions show ID, then royal actions approve ID');
  }
  return undefined;
}

const COLOURS = {
  proposed: 'yellow',
  snoozed: 'dim',
  approved: 'cyan',
  rejected: 'dim',
  expired: 'dim',
  executing: 'cyan',
  verified: 'green',
  failed: 'red',
  unknown: 'red',
  undone: 'dim',
} as const;

export function stateWord(terminal: Pick<Terminal, 'style'>, state: ActionRow['state']): string {
  return terminal.style(COLOURS[state], state);
}

export function effectText(row: ActionRow): string {
  if (!row.effect) return '';
  const { low, high, currency, days } = row.effect;
  return `${formatMoney(low, currency)} to ${formatMoney(high, currency)} in ${days} days`;
}

async function show(context: CommandContext, id: string) {
  const client = await context.client();
  const action = await client.actions.show({ id: asId(id) });
  const decidable = action.state === 'proposed' || action.state === 'snoozed';
  // A preview reads the shop; an action must be readable while the shop is away.
  const preview = decidable ? await client.actions.preview({ id: action.id }).catch(asNull) : null;
  const { terminal } = context;
  terminal.value({ ...action, preview });
  terminal.line(
    `${terminal.style('bold', `${action.id}  ${action.title}`)}  ${stateWord(terminal, action.state)}`,
  );
  terminal.line(
    `   ${action.type} in ${action.storeId}, proposed by ${action.agent ?? action.proposedBy.id} ${relativeTime(action.createdAt, Date.now())}`,
  );
  if (action.effect) terminal.line(`   Expected: ${effectText(action)} (${action.effect.of})`);
  if (action.confidence !== undefined)
    terminal.line(
      `   Confidence: ${Math.round(action.confidence * 100)}% (how far forecasts and terms behind it were tested or set)`,
    );
  section(
    terminal,
    'Why',
    action.evidence.map(({ text, data }) =>
      typeof data?.forecast === 'string' ? `${text} ${data.forecast}` : text,
    ),
  );
  section(terminal, 'Risks', action.risks ?? []);
  if (preview) {
    section(terminal, 'What will happen', preview.lines);
    section(terminal, 'Mind', [
      ...preview.warnings,
      ...(preview.undoable ? [] : ['This can not be undone.']),
    ]);
  }
  if (action.decidedBy)
    terminal.line(`   Decided by ${action.decidedBy.id}${action.reason ? `: ${action.reason}` : ''}`);
  if (action.outcome) terminal.line(`   Outcome: ${action.outcome.text}`);
  if (action.undoneBy !== null) terminal.line(`   Undone by action ${action.undoneBy}`);
  if (decidable)
    terminal.hint(`Next: royal actions approve ${action.id}, or royal actions reject ${action.id}`);
  if (action.state === 'verified' && action.undoneBy === null)
    terminal.hint(`Next: royal actions undo ${action.id}, should you change your mind`);
  return undefined;
}

function asNull(): null {
  return null;
}

function section(terminal: Terminal, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  terminal.line(`   ${terminal.style('dim', title)}`);
  for (const text of lines) terminal.paragraph('     • ', text);
}

async function decide(
  context: CommandContext,
  id: string,
  verb: 'approve' | 'reject' | 'retry' | 'undo',
  { reason }: Reason,
) {
  const client = await context.client();
  const action = await client.actions[verb]({ id: asId(id), reason }, { signal: context.signal });
  if (action.state === 'approved' && (await client.stop.status()).stopped) {
    told(context, action);
    context.terminal.line('   The emergency stop is pulled: it goes out once that is lifted.');
    context.terminal.hint('Next: royal resume');
    return undefined;
  }
  return told(context, action);
}

async function snooze(context: CommandContext, id: string, options: Reason & { hours: string }) {
  const hours = Number(options.hours);
  if (!(hours > 0 && hours <= LONGEST_SNOOZE_HOURS))
    throw new RoyalError({
      code: 'invalid_input',
      message: `Not a number of hours up to a year: ${options.hours}.`,
      next: `Give a number above 0, at most ${LONGEST_SNOOZE_HOURS}, with --hours.`,
    });
  const until = Math.round(Date.now() + hours * 3_600_000);
  const client = await context.client();
  return told(context, await client.actions.snooze({ id: asId(id), until, reason: options.reason }));
}

async function settle(context: CommandContext, id: string, seen: string) {
  const word = seen === 'not-done' ? 'not_done' : seen;
  if (word !== 'done' && word !== 'not_done')
    throw new RoyalError({
      code: 'invalid_input',
      message: `Neither done nor not-done: ${seen}.`,
      next: 'Look in the shop, then say `done` or `not-done`.',
    });
  const client = await context.client();
  const action = await client.actions.settle({ id: asId(id), word });
  const { terminal } = context;
  terminal.value(action);
  terminal.line(`${action.id}  ${action.title}  ${stateWord(terminal, action.state)}`);
  return undefined;
}

async function propose(
  context: CommandContext,
  type: string,
  options: Reason & { store: string; input: string; title?: string },
) {
  const text = options.input === '-' ? await readAll(process.stdin) : options.input;
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    throw new RoyalError(
      {
        code: 'invalid_input',
        message: 'The input is no JSON.',
        next: 'Quote it as one word for your shell.',
      },
      { cause },
    );
  }
  const client = await context.client();
  const { store: storeId, title, reason } = options;
  return told(context, await client.actions.propose({ type, storeId, input, title, reason }));
}

/** Exit 1 where the shop refused or nobody knows whether it acted; the words say which. */
function told(context: CommandContext, action: ActionRow): number | undefined {
  const { terminal } = context;
  terminal.value(action);
  terminal.line(`${action.id}  ${action.title}  ${stateWord(terminal, action.state)}`);
  if (action.outcome) terminal.line(`   ${action.outcome.text}`);
  if (action.state === 'proposed') terminal.hint(`Next: royal actions approve ${action.id}`);
  if (action.state === 'failed')
    terminal.hint(`Next: royal actions retry ${action.id}, once the cause is gone`);
  return action.state === 'failed' || action.state === 'unknown' ? EXIT.failed : undefined;
}

export function asId(text: string): number {
  const id = Number(text);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new RoyalError({
    code: 'invalid_input',
    message: `Not the number of an action or order: ${JSON.stringify(text)}.`,
    next: 'Take it from the first column of `royal actions list`.',
  });
}
