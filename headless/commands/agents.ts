/** `royal agents run|status|end|pause|resume|findings|backtest`. */
import type { AgentBacktest } from '../../shared/contract/backtest-schemas.ts';
import type { AgentRunView, FindingView } from '../../shared/contract/schemas.ts';
import { counted, grouped } from '../../shared/counted.ts';
import { RoyalError } from '../../shared/errors.ts';
import { formatMoney } from '../../shared/money.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { relativeTime, type Terminal } from '../terminal.ts';

export function declareAgents(program: Program): void {
  const group = program.root.command('agents').description('agents: run them, see what they found');
  declare(program, group, 'run [agent]', 'run an agent (or all) now', run).option(
    '--store <id>',
    'one store only',
  );
  declare(program, group, 'status', 'agents, their schedules and last runs', status).option(
    '--store <id>',
    'one store only',
  );
  declare(program, group, 'end <run>', 'end one run that is under way, at its next step', end);
  declare(program, group, 'pause <agent>', 'let an agent run no more, until it is resumed', pause)
    .option('--store <id>', 'one store only')
    .option('--reason <text>', 'why, for whoever wonders');
  declare(program, group, 'resume <agent>', 'let a paused agent run again', resume).option(
    '--store <id>',
    'one store only',
  );
  declare(
    program,
    group,
    'backtest <agent>',
    'what following an agent over the store’s own past would have changed',
    backtest,
  ).requiredOption('--store <id>', 'the store');
  declare(program, group, 'findings', 'what the last runs found', findings).option(
    '--store <id>',
    'one store only',
  );
}

async function run(context: CommandContext, agent: string | undefined, options: { store?: string }) {
  const { terminal } = context;
  const client = await context.client();
  const progress = await client.agents.run({ agent, storeId: options.store }, { signal: context.signal });
  let step = await progress.next();
  for (; !step.done; step = await progress.next()) {
    const { storeId, done, total, text } = step.value;
    terminal.progress(`${storeId}  ${text}  ${done} of ${total}`);
  }
  terminal.endProgress();
  const runs = step.value as AgentRunView[];
  terminal.value(runs);
  for (const one of runs) terminal.line(runLine(terminal, one));
  if (runs.length === 0) {
    terminal.line('Nothing to run: no store is connected yet.');
    terminal.hint('Next: royal store add my-shop --client-id …');
  }
  const waiting = await client.actions.list({ storeId: options.store, states: ['proposed'] });
  if (waiting.length > 0) {
    terminal.line(`${counted(waiting.length, 'action waits', 'actions wait')} for you.`);
    terminal.hint('Next: royal actions list');
  }
  return runs.some((one) => one.error !== null) ? EXIT.failed : undefined;
}

export function runLine(terminal: Pick<Terminal, 'style'>, run: AgentRunView): string {
  const mark = run.error ? terminal.style('red', '✗') : terminal.style('green', '✓');
  const text = run.error ? `${run.error.message} ${run.error.next}` : (run.summary ?? run.state);
  return `${mark} ${run.agent}  ${terminal.style('bold', run.storeId)}  ${text}`;
}

async function status(context: CommandContext, options: { store?: string }) {
  const agents = await (await context.client()).agents.status({ storeId: options.store });
  const { terminal } = context;
  terminal.value(agents);
  for (const agent of agents) {
    terminal.line(`${terminal.style('bold', agent.title)} (${agent.id}), every ${agent.everyHours} h`);
    if (agent.runs.length === 0) terminal.hint('  has not run yet: royal agents run');
    for (const one of agent.runs)
      terminal.line(`  ${runLine(terminal, one)}  ${relativeTime(one.endedAt ?? one.startedAt, Date.now())}`);
    for (const one of agent.runs)
      if (one.state === 'running') terminal.hint(`  Ends it: royal agents end ${one.id}`);
  }
  return undefined;
}

async function end({ client, terminal }: CommandContext, id: string) {
  const number = Number(id);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RoyalError({
      code: 'invalid_input',
      message: `${JSON.stringify(id)} is no number of a run.`,
      next: 'See `royal agents status`.',
    });
  const ended = await (await client()).agents.cancelRun({ id: number });
  terminal.value(ended);
  terminal.line(
    ended.state === 'stopped'
      ? `Run ${ended.id} of ${ended.agent} was ended.`
      : `Run ${ended.id} of ${ended.agent} was over before it could be ended: ${ended.state}.`,
  );
  terminal.hint(`Next: royal agents run ${ended.agent} --store ${ended.storeId}`);
  return undefined;
}

async function pause(
  { client, terminal }: CommandContext,
  agent: string,
  { store, reason }: { store?: string; reason?: string },
) {
  const pauses = await (await client()).agents.pause({ agent, storeId: store, reason });
  terminal.value(pauses);
  terminal.line(`${agent} is paused${store === undefined ? '' : ` in ${store}`}.`);
  terminal.hint(`Next: royal agents resume ${agent}`);
  return undefined;
}

async function resume({ client, terminal }: CommandContext, agent: string, { store }: { store?: string }) {
  const pauses = await (await client()).agents.resume({ agent, storeId: store });
  terminal.value(pauses);
  terminal.line(
    pauses.length === 0
      ? `${agent} runs again by its schedule.`
      : `${agent} is still paused: ${pauses.map(({ storeId }) => storeId ?? 'in every store').join(', ')}.`,
  );
  return undefined;
}

async function findings(context: CommandContext, options: { store?: string }) {
  const rows = await (await context.client()).agents.findings({ storeId: options.store });
  const { terminal } = context;
  terminal.value(rows);
  if (rows.length === 0) terminal.line('No findings.');
  for (const row of rows) {
    terminal.line(findingLine(terminal, row));
    // Of the store as a whole: without its reasons it says little.
    if (row.subject?.kind === 'store')
      for (const { text } of row.evidence) terminal.paragraph(' '.repeat(row.storeId.length + 9), text);
  }
  return undefined;
}

export function findingLine(terminal: Pick<Terminal, 'style'>, finding: FindingView): string {
  const label = {
    act: terminal.style('yellow', 'act  '),
    watch: terminal.style('cyan', 'watch'),
    info: terminal.style('dim', 'info '),
  }[finding.severity];
  return `${label}  ${finding.storeId}  ${finding.title}`;
}

async function backtest(context: CommandContext, agent: string, { store }: { store: string }) {
  const { terminal } = context;
  const client = await context.client();
  const progress = await client.agents.backtest({ agent, storeId: store }, { signal: context.signal });
  let step = await progress.next();
  for (; !step.done; step = await progress.next()) {
    const { done, total, text } = step.value;
    terminal.progress(`${store}  ${text}  ${done} of ${total}`);
  }
  terminal.endProgress();
  const found = step.value as AgentBacktest;
  terminal.value(found);
  const { gain, baseline, followed, currency } = found;
  if (gain === null) terminal.line(`Nothing can be said in money: ${found.reason}`);
  else {
    const [low, mid, high] = [gain.low, gain.mid, gain.high].map((minor) => formatMoney(minor, currency));
    terminal.line(
      `${terminal.style('bold', mid!)} more (${low} to ${high}) in ${found.weeks} weeks, ${found.from} to ${found.to}, ` +
        `over ${counted(found.products, 'product', 'products')}.`,
    );
  }
  if (found.products > 0) {
    terminal.line(baseline.text);
    for (const [name, side] of [
      ['before', baseline],
      ['followed', followed],
    ] as const)
      terminal.line(
        `  ${name.padEnd(8)}  ${counted(Math.round(side.lostUnits), 'unit', 'units')} lost, ${counted(side.daysOut, 'day', 'days')} out, ` +
          `${grouped(Math.round(side.averageStock))} in stock on average (${formatMoney(side.averageStockValue, currency)})`,
      );
  }
  for (const { reason, products } of found.leftOut)
    terminal.line(`  left out: ${counted(products, 'product', 'products')}, ${reason}`);
  for (const text of found.assumptions) terminal.hint(`  ${text}`);
  return undefined;
}
