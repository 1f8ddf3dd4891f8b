/** The contract, implemented: every procedure of shared/contract has its handler here, or types fail. */
import { actionProcedures } from './action-procedures.ts';
import { agentProcedures } from './agent-procedures.ts';
import { dataProcedures } from './data-procedures.ts';
import { importProcedures } from './import-procedures.ts';
import type { CoreParts } from './parts.ts';
import { purchasingProcedures } from './purchasing-procedures.ts';
import { stocktakeProcedures } from './stocktake-procedures.ts';
import { storeProcedures } from './store-procedures.ts';
import { supplyProcedures } from './supply-procedures.ts';
import { systemProcedures } from './system-procedures.ts';
import { upkeepProcedures } from './upkeep-procedures.ts';
import { webhookProcedures } from './webhook-procedures.ts';
import { implementer } from './wire.ts';

export function coreRouter(parts: CoreParts, onError: (error: unknown, procedure: string) => void) {
  const os = implementer(onError);
  return os.router({
    ...storeProcedures(os, parts),
    ...importProcedures(os, parts),
    ...dataProcedures(os, parts),
    ...agentProcedures(os, parts),
    ...actionProcedures(os, parts),
    ...purchasingProcedures(os, parts),
    ...supplyProcedures(os, parts),
    ...stocktakeProcedures(os, parts),
    ...upkeepProcedures(os, parts),
    ...systemProcedures(os, parts),
    ...webhookProcedures(os, parts),
  });
}
