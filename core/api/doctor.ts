/** `royal doctor`: everything that can be wrong, looked at; each line says what to do. */
import { existsSync, statfsSync } from 'node:fs';
import type { Check } from '../../shared/contract/schemas.ts';
import { toErrorData } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { formatDay } from '../../shared/time.ts';
import type { FolderPaths } from '../data-folder/folder-paths.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SecretSource } from '../secrets/secret-provider.ts';
import type { SecretResolver } from '../secrets/secret-resolver.ts';
import { isConnected, type StoreRuntime } from '../store-runtime.ts';
import { rejectedIn } from '../sync/rejected.ts';

export interface DoctorSubjects {
  paths: FolderPaths;
  secrets: SecretResolver;
  ledger: Ledger;
  stores: readonly StoreRuntime[];
  /** Stores whose mirror could not be opened, and why. */
  closed: readonly { storeId: string; error: unknown }[];
  verifyAudit(): Promise<{ ok: boolean; text: string }>;
  stopped(): boolean;
}

const LOW_DISK_BYTES = 1_000_000_000;

export async function examine(subjects: DoctorSubjects, offline: boolean): Promise<Check[]> {
  const { paths, secrets, ledger, stores, closed } = subjects;
  const checks: Check[] = [
    { name: 'data folder', state: 'ok', text: `${paths.root}, owned by process ${process.pid}`, next: null },
    diskSpace(paths),
    await secretsCheck(secrets),
  ];
  const ledgerProblems = ledger.integrity();
  checks.push(
    ledgerProblems.length === 0
      ? { name: 'ledger', state: 'ok', text: 'whole', next: null }
      : {
          name: 'ledger',
          state: 'fail',
          text: ledgerProblems[0]!,
          next: 'Put it back with `royal restore`: the ledger can not be fetched again.',
        },
  );
  checks.push(await auditCheck(subjects));
  if (subjects.stopped())
    checks.push({
      name: 'emergency stop',
      state: 'warn',
      text: 'pulled: nothing runs and nothing is sent',
      next: '`royal resume` lifts it.',
    });
  if (stores.length + closed.length === 0)
    checks.push({
      name: 'stores',
      state: 'warn',
      text: 'none is connected',
      next: '`royal store add my-shop --client-id …`',
    });
  for (const { storeId, error } of closed) {
    const data = toErrorData(error);
    checks.push({ name: `store ${storeId}`, state: 'fail', text: data.message, next: data.next });
  }
  for (const store of stores) {
    checks.push(mirrorCheck(store), ...rejectedCheck(store), ...currencyCheck(store));
    if (!offline) checks.push(await shopCheck(store));
  }
  return checks;
}

function diskSpace(paths: FolderPaths): Check {
  const disk = statfsSync(paths.root);
  const free = disk.bavail * disk.bsize;
  const text = `${(free / 1e9).toFixed(1)} GB free`;
  return free < LOW_DISK_BYTES
    ? {
        name: 'disk',
        state: 'warn',
        text,
        next: 'Free some space: a first load may need a gigabyte or more.',
      }
    : { name: 'disk', state: 'ok', text, next: null };
}

const PLACE: Record<SecretSource, string> = {
  keychain: 'in the keychain of the system',
  environment: 'in secrets.json, opened by ROYAL_DATA_KEY',
  file: 'in secrets.json, which only your user can read: no keychain was found',
};

async function secretsCheck(secrets: SecretResolver): Promise<Check> {
  const name = 'secrets';
  const place = PLACE[secrets.source];
  const problem = await secrets.check();
  if (problem) return { name, state: 'fail', text: `${place}: ${problem.message}`, next: problem.next };
  if (secrets.source !== 'file') return { name, state: 'ok', text: `${place}, which answers`, next: null };
  return {
    name,
    state: 'warn',
    text: place,
    next: 'Keep a copy of secrets.json apart from your backups: without it they can not be opened.',
  };
}

async function auditCheck({ ledger, verifyAudit }: DoctorSubjects): Promise<Check> {
  const name = 'audit';
  try {
    const audit = await verifyAudit();
    if (!audit.ok)
      return {
        name,
        state: 'fail',
        text: audit.text,
        next: 'Somebody or something changed the record: compare with a backup.',
      };
    if (ledger.audit.anchorHealth() === 'ok') return { name, state: 'ok', text: audit.text, next: null };
    return {
      name,
      state: 'warn',
      text: 'the chain holds, but its anchor can not be written',
      next: 'Make sure that the place of the secrets can be written.',
    };
  } catch (error) {
    // Its anchor is kept where the secrets are.
    const { message, next } = toErrorData(error);
    return { name, state: 'fail', text: `not verified: ${message}`, next };
  }
}

function mirrorCheck({ info, mirror, paths }: StoreRuntime): Check {
  const name = `mirror ${info.id}`;
  if (!existsSync(paths.mirror))
    return {
      name,
      state: 'fail',
      text: 'its file is gone',
      next: `\`royal sync ${info.id}\` fetches it again.`,
    };
  try {
    const { ok, problems } = mirror.check();
    return ok
      ? { name, state: 'ok', text: 'whole, and its sums agree with its orders', next: null }
      : {
          name,
          state: 'fail',
          text: problems.slice(0, 3).join('; '),
          next: `Remove the store and add it again: \`royal sync ${info.id}\` then fetches everything anew.`,
        };
  } catch (error) {
    const data = toErrorData(error);
    return { name, state: 'fail', text: data.message, next: data.next };
  }
}

function rejectedCheck({ info, mirror }: StoreRuntime): Check[] {
  const told = (text: string, ids: readonly ShopifyId[]): Check => ({
    name: `records ${info.id}`,
    state: 'warn',
    text: ids.length > 0 ? `${text}: ${ids.slice(-5).join(', ')}` : text,
    next: 'Look at them in the shop; they are read once they change there. Report this if they look right.',
  });
  return rejectedIn(mirror).flatMap(({ kind, count, ids }) => {
    const held = new Set(mirror.heldOf(kind, ids));
    const missing = count - held.size;
    const are = (n: number): string => (n === 1 ? 'is' : 'are');
    const checks: Check[] = [];
    if (missing > 0)
      checks.push(
        told(
          `${missing} of ${kind} could not be read and ${are(missing)} missing from every figure`,
          ids.filter((id) => !held.has(id)),
        ),
      );
    if (held.size > 0)
      checks.push(
        told(
          `${held.size} of ${kind} could not be read in full and ${are(held.size)} incomplete or out of date in every figure`,
          [...held],
        ),
      );
    return checks;
  });
}

function currencyCheck({ info, mirror }: StoreRuntime): Check[] {
  return mirror.otherCurrencies().map(({ currency, orders, first, last }) => ({
    name: `currency ${info.id}`,
    state: 'warn',
    text: `${orders} ${orders === 1 ? 'order is' : 'orders are'} in ${currency}, not in the shop’s ${info.currency}: kept, but in no figure; since ${formatDay(first)}, the last on ${formatDay(last)}`,
    next: 'Nothing is to be done: figures are those of the shop’s present currency alone.',
  }));
}

async function shopCheck(store: StoreRuntime): Promise<Check> {
  const { info, client } = store;
  const name = `shop ${info.id}`;
  if (!isConnected(store)) return { name, state: 'ok', text: 'imported, not connected', next: null };
  try {
    const found = await client.verify();
    if (found.missing.length > 0)
      return {
        name,
        state: 'warn',
        text: `answers, but was not granted ${found.missing.join(', ')}`,
        next: 'Grant these scopes to the app in the Dev Dashboard, then install it anew.',
      };
    if (found.limitedHistory)
      return {
        name,
        state: 'warn',
        text: 'answers, with the orders of the last 60 days only',
        next: 'Grant read_all_orders for the whole history.',
      };
    return { name, state: 'ok', text: `${info.shopDomain} answers (${found.plan})`, next: null };
  } catch (error) {
    const data = toErrorData(error);
    return { name, state: 'fail', text: data.message, next: data.next };
  }
}
