/** One JSON text that helps somebody else to find a fault: states, counts and codes; no secrets, people, names or addresses. */
import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { DatabaseTables, Storage } from '../shared/contract/data-schemas.ts';
import type { LogPage, SystemHealth } from '../shared/contract/health-schemas.ts';
import { KNOWN_VERSIONS } from './known-versions.ts';

export function diagnosticsText(facts: {
  at: number;
  startedAt: number;
  health: SystemHealth;
  storage: Storage;
  tables: readonly DatabaseTables[];
  stores: readonly { id: string; currency: string; credentials: string; scopes: readonly string[] }[];
  actions: unknown;
  log: LogPage['lines'];
}): string {
  const { at, startedAt, health, storage, tables, stores, actions, log } = facts;
  // Stores are numbered: what an owner calls them is theirs.
  const numbers = new Map(stores.map(({ id }, index) => [id, `store-${index + 1}`]));
  const store = (id: string | null): string | null =>
    id === null ? null : (numbers.get(id) ?? 'a removed store');
  const memory = process.memoryUsage();
  return JSON.stringify(
    {
      format: 1,
      at: new Date(at).toISOString(),
      upMs: at - startedAt,
      program: {
        databases: KNOWN_VERSIONS,
        node: process.version,
        electron: process.versions.electron ?? null,
      },
      machine: {
        system: `${platform()} ${release()} ${arch()}`,
        processors: cpus().length,
        memoryBytes: totalmem(),
        usedBytes: memory.rss,
        heapBytes: memory.heapUsed,
      },
      state: health.state,
      // The owner's words name the store; an engineer needs the codes.
      parts: health.parts.map(({ id, storeId, state, detail }) => ({
        id: storeId === null ? id : `shop:${store(storeId)}`,
        state,
        detail,
      })),
      connections: health.connections.map(({ storeId, shopDomain: _, lastFailure, ...rest }) => ({
        ...rest,
        store: store(storeId),
        lastFailure: lastFailure && { at: lastFailure.at, code: lastFailure.code },
      })),
      jobs: {
        pool: health.jobs.pool,
        syncs: health.jobs.syncs.map(({ storeId, ...rest }) => ({ ...rest, store: store(storeId) })),
        agents: health.jobs.agents.map(({ storeId, ...rest }) => ({ ...rest, store: store(storeId) })),
      },
      stores: stores.map(({ id, currency, credentials, scopes }) => ({
        store: store(id),
        currency,
        credentials,
        scopes,
      })),
      databases: storage.databases.map(({ storeId, ...rest }) => ({ ...rest, store: store(storeId) })),
      tables: tables.map(({ storeId, ...rest }) => ({ ...rest, store: store(storeId) })),
      files: storage.files.map(({ storeId, ...rest }) => ({ ...rest, store: store(storeId) })),
      disk: storage.disk,
      actions,
      log: log.map(({ at: time, level, text, facts: told }) => ({
        at: time,
        level,
        text,
        facts: plainFacts(told, numbers),
      })),
    },
    null,
    2,
  );
}

/** Of what a line says besides: numbers, and words that are codes. Anything else could be a name. */
function plainFacts(
  facts: Record<string, unknown>,
  numbers: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
    else if (typeof value === 'string' && (name === 'store' || name === 'storeId'))
      kept[name] = numbers.get(value) ?? 'a removed store';
    else if (typeof value === 'string' && CODED.has(name) && CODE.test(value)) kept[name] = value;
    else if (name === 'error' && typeof value === 'object' && value !== null && 'code' in value)
      kept.error = { code: value.code };
  }
  return kept;
}

const CODED: ReadonlySet<string> = new Set([
  'agent',
  'code',
  'kind',
  'operation',
  'outcome',
  'procedure',
  'step',
  'why',
]);
const CODE = /^[\w.:-]{1,60}$/;
