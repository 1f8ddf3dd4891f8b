/** An agent that tags orders, as short as a test can have it. */
import type { Proposal } from '../../../shared/action.ts';
import type { Agent, AgentContext, AgentReport } from '../../../shared/agent.ts';

export const proposal = (fields: Partial<Proposal> = {}): Proposal => ({
  type: 'order.tag',
  storeId: 'gbp',
  input: { orderId: 41, tags: ['late'] },
  title: 'Tag it',
  evidence: [],
  key: 'tag:gbp:41',
  ...fields,
});

export function agent(
  run: (context: AgentContext) => Promise<AgentReport>,
  schedule: Agent['schedule'] = { everyHours: 24, atHour: 6 },
): Agent {
  return { id: 'tagger', title: 'Tagger', proposes: ['order.tag'], schedule, run };
}

export const report = (proposals: Proposal[] = []): AgentReport => ({
  findings: [
    { kind: 'seen', severity: 'info', title: 'Something', evidence: [], subject: { kind: 'order', id: 41 } },
  ],
  proposals,
  summary: 'Looked.',
});
