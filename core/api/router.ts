/** The contract, implemented: every procedure of shared/contract has its handler here, or types fail. */
import { actionProcedures } from './action-procedures.ts';
import { activityProcedures } from './activity-procedures.ts';
import { agentProcedures } from './agent-procedures.ts';
import { autonomyProcedures } from './autonomy-procedures.ts';
import { dataProcedures } from './data-procedures.ts';
import { importProcedures } from './import-procedures.ts';
import { morningProcedures } from './morning-procedures.ts';
import { notificationProcedures } from './notification-procedures.ts';
import { orderProcedures } from './order-procedures.ts';
import type { CoreParts } from './parts.ts';
import { peopleProcedures } from './people-procedures.ts';
import { productProcedures } from './product-procedures.ts';
import { purchasingProcedures } from './purchasing-procedures.ts';
import { ruleProcedures } from './rule-procedures.ts';
import { salesSeriesProcedures } from './sales-series-procedures.ts';
import { searchProcedures } from './search-procedures.ts';
import { stockProcedures } from './stock-procedures.ts';
import { stocktakeProcedures } from './stocktake-procedures.ts';
import { storageProcedures } from './storage-procedures.ts';
import { storeProcedures } from './store-procedures.ts';
import { supplyProcedures } from './supply-procedures.ts';
import { systemProcedures } from './system-procedures.ts';
import { todayProcedures } from './today-procedures.ts';
import { upkeepProcedures } from './upkeep-procedures.ts';
import { webhookProcedures } from './webhook-procedures.ts';
import { implementer } from './wire.ts';

export function coreRouter(parts: CoreParts, onError: (error: unknown, procedure: string) => void) {
  const os = implementer(parts.people, onError);
  return os.router({
    ...storeProcedures(os, parts),
    ...importProcedures(os, parts),
    ...dataProcedures(os, parts),
    ...agentProcedures(os, parts),
    ...autonomyProcedures(os, parts),
    ...peopleProcedures(os, parts),
    ...notificationProcedures(os, parts),
    ...storageProcedures(os, parts),
    ...actionProcedures(os, parts),
    ...morningProcedures(os, parts),
    ...ruleProcedures(os, parts),
    ...purchasingProcedures(os, parts),
    ...supplyProcedures(os, parts),
    ...stocktakeProcedures(os, parts),
    ...upkeepProcedures(os, parts),
    ...systemProcedures(os, parts),
    ...webhookProcedures(os, parts),
    ...activityProcedures(os, parts),
    ...orderProcedures(os, parts),
    ...productProcedures(os, parts),
    ...salesSeriesProcedures(os, parts),
    ...searchProcedures(os, parts),
    ...stockProcedures(os, parts),
    ...todayProcedures(os, parts),
  });
}
