/** system.health, system.logs, system.diagnostics, secrets.status. */
import type { SystemHealth } from '../../shared/contract/health-schemas.ts';
import { diagnosticsText } from '../diagnostics.ts';
import { partsOf, secretsView, worst } from '../health.ts';
import { storageOf, tablesOf } from '../storage.ts';
import { isConnected } from '../store-runtime.ts';
import { logTail } from '../telemetry/log-tail.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { PHASES } from './store-procedures.ts';
import { connectionView } from './views.ts';

const DIAGNOSED_LINES = 300;

export function healthProcedures(os: Implementer, parts: CoreParts) {
  const { clock, ledger, orchestrator, paths, schedule, secrets, startedAt, stores, tasks } = parts;

  const health = (): SystemHealth => {
    const open = stores.open();
    const found = partsOf({
      paths,
      secrets,
      tasks,
      stores: open,
      closed: stores.closed(),
      recordBroken: ledger.audit.anchorHealth() === 'frozen',
      scheduled: schedule.on,
      now: clock(),
    });
    return {
      state: worst(found),
      parts: found,
      connections: open.filter(isConnected).map(connectionView),
      jobs: {
        pool: tasks.stats(),
        syncs: open.filter(isConnected).map(({ info, sync }) => {
          const { running, last, watermark } = sync.status();
          return {
            storeId: info.id,
            running,
            phase: running && last ? PHASES[last.phase] : null,
            syncedAt: watermark,
            nextAt: schedule.nextSyncAt,
          };
        }),
        agents: orchestrator.status().agents.map(({ id, storeId, running, last, nextAt }) => ({
          agent: id,
          storeId,
          running,
          paused: ledger.pauses.against(id, storeId) !== null,
          lastState: last?.state ?? null,
          lastAt: last?.endedAt ?? last?.startedAt ?? null,
          nextAt,
        })),
      },
    };
  };

  return {
    system: {
      health: os.system.health.handler(health),
      logs: os.system.logs.handler(({ input }) => logTail(paths.log, input)),
      diagnostics: os.system.diagnostics.handler(async () => {
        const at = clock();
        const { lines } = await logTail(paths.log, { level: 'info', limit: DIAGNOSED_LINES });
        const text = diagnosticsText({
          at,
          startedAt,
          health: health(),
          storage: storageOf(paths, stores.open()),
          tables: await tablesOf(ledger, stores.open()),
          stores: stores.open().map(({ info, row }) => ({
            id: info.id,
            currency: info.currency,
            credentials: row.credentialsKind,
            scopes: row.scopes,
          })),
          actions: orchestrator.status().actions,
          log: lines,
        });
        return { name: `royal-diagnostics-${new Date(at).toISOString().slice(0, 10)}.json`, text };
      }),
    },
    secrets: { status: os.secrets.status.handler(() => secretsView(secrets.status())) },
  };
}
