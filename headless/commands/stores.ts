/** `royal store add|list|remove|check`. */
import { createInterface } from 'node:readline/promises';
import { text as readAll } from 'node:stream/consumers';
import type { StoreView } from '../../shared/contract/schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { relativeTime } from '../terminal.ts';

interface AddOptions {
  id?: string;
  name?: string;
  clientId?: string;
  clientSecretEnv?: string;
  tokenEnv?: string;
  tokenStdin?: boolean;
  secretStdin?: boolean;
  endpoint?: string;
}

export function declareStores(program: Program): void {
  const group = program.root.command('store').description('stores: connect, list, disconnect');
  declare(program, group, 'add <shop>', 'connect a store: my-shop or my-shop.myshopify.com', add)
    .option('--id <id>', 'short name in this program (default: made from the shop)')
    .option('--name <name>', 'name for people (default: the shop’s)')
    .option('--client-id <id>', 'client id of your app: client credentials')
    .option('--client-secret-env <name>', 'environment variable that holds the client secret')
    .option('--secret-stdin', 'read the client secret from standard input')
    .option('--token-env <name>', 'environment variable that holds an admin token')
    .option('--token-stdin', 'read an admin token (shpat_…) from standard input')
    .option('--endpoint <url>', 'loopback address of a sandbox that serves the shop')
    .addHelpText(
      'after',
      '\nSecrets never stand on the command line; without a source you are asked for them.',
    );
  declare(program, group, 'list', 'the stores that are connected', list);
  declare(
    program,
    group,
    'check <id>',
    'ask the shop whether the connection works, and what is granted',
    check,
  );
  declare(program, group, 'remove <id>', 'forget a store’s mirror, keys and credentials', remove).option(
    '--yes',
    'do not ask',
  );
}

async function add(context: CommandContext, shop: string, options: AddOptions) {
  const credentials = await readCredentials(context, options);
  const client = await context.client();
  context.terminal.progress(`Asking ${shop} …`);
  const store = await client.stores.add(
    { shop, id: options.id, name: options.name, endpoint: options.endpoint, ...credentials },
    { signal: context.signal },
  );
  const { terminal } = context;
  terminal.value(store);
  terminal.line(
    `${terminal.style('green', '✓')} ${store.name} is connected as ${terminal.style('bold', store.id)}.`,
  );
  terminal.line(`  ${store.shopDomain}, ${store.currency}, ${store.zone}`);
  terminal.hint(`  Next: royal sync ${store.id}`);
  return undefined;
}

async function readCredentials(
  context: CommandContext,
  options: AddOptions,
): Promise<{ clientId?: string; clientSecret?: string; token?: string }> {
  const fromEnv = (name: string): string => {
    const value = context.env[name];
    if (!value)
      throw new RoyalError({
        code: 'invalid_input',
        message: `The environment variable ${name} is not set.`,
        next: 'Set it to the secret, or leave the option out to be asked.',
      });
    return value;
  };
  if (options.tokenEnv) return { token: fromEnv(options.tokenEnv) };
  if (options.tokenStdin) return { token: await fromStdin() };
  if (options.clientId) {
    const clientSecret = options.clientSecretEnv
      ? fromEnv(options.clientSecretEnv)
      : options.secretStdin
        ? await fromStdin()
        : await ask('Client secret: ');
    return { clientId: options.clientId, clientSecret };
  }
  return { token: await ask('Admin token (shpat_…), or start again with --client-id: ') };
}

async function fromStdin(): Promise<string> {
  return (await readAll(process.stdin)).trim();
}

/** Asks without showing what is typed. */
async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new RoyalError({
      code: 'invalid_input',
      message: 'No credentials were given, and there is no terminal to ask on.',
      next: 'Use --client-id with --client-secret-env or --secret-stdin, or --token-env or --token-stdin.',
    });
  process.stderr.write(question);
  const silent = createInterface({ input: process.stdin, terminal: true });
  try {
    return (await silent.question('')).trim();
  } finally {
    silent.close();
    process.stderr.write('\n');
  }
}

async function list(context: CommandContext) {
  const stores = await (await context.client()).stores.list();
  const { terminal } = context;
  terminal.value(stores);
  if (stores.length === 0) {
    terminal.line('No store is connected yet.');
    terminal.hint('Next: royal store add my-shop --client-id …');
    return undefined;
  }
  terminal.table(stores.map(storeRow), { head: ['ID', 'NAME', 'SHOP', 'CURRENCY', 'SYNCED'] });
  return undefined;
}

function storeRow(store: StoreView): string[] {
  return [
    store.id,
    store.name,
    store.credentials === 'none' ? 'imported, not connected' : store.shopDomain,
    store.currency ?? '',
    store.problem ? store.problem.message : relativeTime(store.syncedAt, Date.now()),
  ];
}

async function check(context: CommandContext, id: string) {
  const found = await (await context.client()).stores.verify({ storeId: id }, { signal: context.signal });
  const { terminal } = context;
  terminal.value(found);
  terminal.line(`${terminal.style('green', '✓')} ${found.name} answers (${found.plan}).`);
  terminal.line(`  Granted: ${found.scopes.join(', ') || 'nothing'}`);
  if (found.missing.length > 0)
    terminal.line(`  ${terminal.style('yellow', 'Missing')}: ${found.missing.join(', ')}`);
  if (found.historyLimited)
    terminal.line('  Orders of the last 60 days only: grant read_all_orders for the whole history.');
  return undefined;
}

async function remove(context: CommandContext, id: string, options: { yes?: boolean }) {
  if (!options.yes) {
    if (!process.stdin.isTTY)
      throw new RoyalError({
        code: 'invalid_input',
        message: `Removing ${id} deletes its mirror, its key and its credentials.`,
        next: 'Say so with --yes.',
      });
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await prompt.question(`Delete the mirror, key and credentials of ${id}? Type its id: `);
    prompt.close();
    if (answer.trim() !== id)
      throw new RoyalError({
        code: 'cancelled',
        message: 'Nothing was removed.',
        next: 'Type the id to confirm.',
      });
  }
  const gone = await (await context.client()).stores.remove({ storeId: id });
  context.terminal.value(gone);
  context.terminal.line(`${gone.name} is disconnected. The ledger keeps what was done there.`);
  return undefined;
}
