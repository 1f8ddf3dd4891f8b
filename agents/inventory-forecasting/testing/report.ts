/** One run of the agent over a sample store, and what a test looks for in its report. */
import type { AgentReport, Finding } from '../../../shared/agent.ts';
import { inventoryForecasting } from '../agent.ts';
import type { PurchaseOrderInput } from '../proposals.ts';
import { contextOf, type SampleStore } from './sample-store.ts';

export function run(store: SampleStore): Promise<AgentReport> {
  return inventoryForecasting.run(contextOf(store));
}

/** Throws where there is none, or another. */
export function onlyProposal({ proposals }: AgentReport) {
  const [proposal] = proposals;
  if (!proposal || proposals.length > 1) throw new Error(`${proposals.length} proposals`);
  return { proposal, input: proposal.input as PurchaseOrderInput };
}

/** Throws where there is none of the kind. */
export function finding({ findings }: AgentReport, kind: string): Finding {
  const found = findings.find((one) => one.kind === kind);
  if (!found) throw new Error(`no finding ${kind} among ${findings.map((one) => one.kind)}`);
  return found;
}
