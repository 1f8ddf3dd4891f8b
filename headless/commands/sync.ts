/** `royal sync`: brings mirrors up to date, with a line that says how far it is. */
import type { SyncProgressView, SyncResultView } from '../../shared/contract/schemas.ts';
import { counted, grouped } from '../../shared/counted.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { duration, relativeTime } from '../terminal.ts';

export function declareSync(program: Program): void {
  declare(
    program,
    program.root,
    'sync [store]',
    'bring the mirror of a store (or of all) up to date',
    sync,
  ).option('--status', 'only say how fresh the mirrors are');
}

async function sync(context: CommandContext, storeId: string | undefined, options: { status?: boolean }) {
  if (options.status) return status(context, storeId);
  const { terminal } = context;
  const client = await context.client();
  const progress = await client.sync.run({ storeId }, { signal: context.signal });
  let step = await progress.next();
  for (; !step.done; step = await progress.next()) terminal.progress(progressLine(step.value));
  terminal.endProgress();
  const results = step.value as SyncResultView[];
  terminal.value(results);
  for (const result of results) terminal.line(resultLine(terminal, result));
  if (results.length === 0) {
    terminal.line('No store is connected yet.');
    terminal.hint('Next: royal store add my-shop --client-id …');
  } else terminal.hint('Next: royal agents run');
  return undefined;
}

export function progressLine(progress: SyncProgressView): string {
  const amount =
    progress.total === null
      ? grouped(progress.done)
      : `${grouped(progress.done)} of ${grouped(progress.total)}`;
  const eta = progress.etaMs === null ? '' : `, about ${duration(progress.etaMs)} left`;
  return `${progress.storeId}  ${progress.text}  ${amount}${eta}`;
}

export function resultLine(
  terminal: Pick<CommandContext['terminal'], 'style'>,
  { storeId, counts, ms }: SyncResultView,
): string {
  const parts = [
    counted(counts.products, 'product'),
    counted(counts.variants, 'variant'),
    counted(counts.orders, 'order'),
    counted(counts.lines, 'line'),
    counted(counts.customers, 'customer'),
  ];
  return `${terminal.style('green', '✓')} ${terminal.style('bold', storeId)}  ${parts.join(', ')}  in ${duration(ms)}`;
}

async function status(context: CommandContext, storeId: string | undefined) {
  const rows = await (await context.client()).sync.status({ storeId });
  const { terminal } = context;
  terminal.value(rows);
  terminal.table(
    rows.map((row) => [
      row.storeId,
      row.running ? `syncing: ${row.phase ?? '…'}` : (row.error?.message ?? 'idle'),
      relativeTime(row.syncedAt, Date.now()),
      row.historyLimited ? 'last 60 days' : 'all',
    ]),
    { head: ['STORE', 'STATE', 'SYNCED', 'HISTORY'] },
  );
  return undefined;
}
