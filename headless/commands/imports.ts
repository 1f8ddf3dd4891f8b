/** `royal import FILES…|list|undo`: Shopify's CSV exports into a store of their own or a connected one. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ImportResultView } from '../../shared/contract/import-schemas.ts';
import { counted } from '../../shared/counted.ts';
import { RoyalError } from '../../shared/errors.ts';
import { NO_CURRENCY } from '../../shared/money.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

interface ImportOptions {
  store?: string;
  currency?: string;
  zone?: string;
}

export function declareImports(program: Program): void {
  const group = declare(
    program,
    program.root,
    'import <files...>',
    'import CSV exports of Shopify: products, inventory, customers, orders',
    importFiles,
  )
    .option('--store <id>', 'the store; one that is not there is made, without a shop')
    .option('--currency <code>', 'of a store without a shop (default: that of its orders file)')
    .option('--zone <zone>', 'time zone of a store without a shop (default: this machine’s)');
  declare(program, group, 'list [store]', 'the files that were imported', list);
  declare(program, group, 'undo <id>', 'take back what one import brought, and nothing else', undo);
}

async function importFiles(context: CommandContext, files: string[], options: ImportOptions) {
  // Not commander's to ask for: `import list` and `import undo` would have to give it too.
  const storeId = options.store;
  if (storeId === undefined)
    throw new RoyalError({
      code: 'invalid_input',
      message: 'A store is needed to import into.',
      next: 'Name it with --store; one that is not there is made.',
    });
  const paths = files.map((file) => resolve(file));
  const missing = paths.find((path) => !existsSync(path));
  if (missing)
    throw new RoyalError({
      code: 'not_found',
      message: `There is no file ${missing}.`,
      next: 'Name the CSV files that Shopify has exported.',
    });
  const { terminal } = context;
  const client = await context.client();
  const progress = await client.imports.run(
    {
      storeId,
      files: paths.map((path) => ({ path })),
      currency: options.currency,
      zone: options.zone,
    },
    { signal: context.signal },
  );
  let step = await progress.next();
  for (; !step.done; step = await progress.next()) {
    const { file, rows, done, total } = step.value;
    terminal.progress(`${file}  ${counted(rows, 'row')}  (file ${done + 1} of ${total})`);
  }
  terminal.endProgress();
  const result = step.value as ImportResultView;
  terminal.value(result);
  show(context, result);
  return result.files.some(({ kind }) => kind === null) ? EXIT.failed : undefined;
}

/** Refused rows of a file named one by one; --json has them all. */
const SHOWN = 5;

function show({ terminal }: CommandContext, result: ImportResultView): void {
  terminal.table(
    result.files.map((one) => [
      one.id === null ? '' : String(one.id),
      one.file,
      one.kind ?? 'not recognised',
      ...[one.rows, one.imported, one.merged, one.unchanged, one.refused].map(String),
    ]),
    {
      head: ['#', 'FILE', 'KIND', 'ROWS', 'IMPORTED', 'MERGED', 'UNCHANGED', 'REFUSED'],
      right: [0, 3, 4, 5, 6, 7],
    },
  );
  for (const { file, refusals, refused } of result.files) {
    for (const { line, reason } of refusals.slice(0, SHOWN))
      terminal.line(terminal.style('yellow', `  ${file}:${line}: ${reason}`));
    if (refused > SHOWN)
      terminal.line(`  and ${counted(refused - SHOWN, 'more row')} of ${file}: see --json`);
  }
  const state = result.connected ? 'connected' : 'imported, not connected';
  terminal.line(`${result.storeId}: ${result.currency}, ${result.zone}, ${state}`);
  if (result.currency === NO_CURRENCY)
    terminal.hint('No file told the currency: import again with --currency to have amounts named.');
}

async function list(context: CommandContext, storeId: string | undefined) {
  const rows = await (await context.client()).imports.list({ storeId });
  const { terminal } = context;
  terminal.value(rows);
  if (rows.length === 0) terminal.line('Nothing was imported yet.');
  else
    terminal.table(
      rows.map((row) => [
        String(row.id),
        new Date(row.startedAt).toISOString().slice(0, 16).replace('T', ' '),
        row.storeId,
        row.file,
        row.kind,
        row.state,
        String(row.rows),
        String(row.refused),
      ]),
      { head: ['#', 'WHEN (UTC)', 'STORE', 'FILE', 'KIND', 'STATE', 'ROWS', 'REFUSED'], right: [0, 6, 7] },
    );
  return undefined;
}

async function undo(context: CommandContext, id: string) {
  const number = Number(id);
  if (!Number.isSafeInteger(number) || number <= 0)
    throw new RoyalError({
      code: 'invalid_input',
      message: `${JSON.stringify(id)} is no number of an import.`,
      next: 'See `royal import list`.',
    });
  const row = await (await context.client()).imports.undo({ id: number });
  context.terminal.value(row);
  context.terminal.line(`What ${row.file} brought into ${row.storeId} is taken back.`);
  return undefined;
}
