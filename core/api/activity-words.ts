/** An event of the ledger in the owner's words. Nothing of a person: what people did is told by what was done. */
import type { Activity } from '../../shared/contract/activity-schemas.ts';
import type { LedgerEvent } from '../ledger/types.ts';

type Told = Pick<Activity, 'kind' | 'tone' | 'text' | 'open'>;
type Words = (data: Record<string, unknown>) => Told;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const id = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const action =
  (tone: Activity['tone'], say: (title: string, data: Record<string, unknown>) => string): Words =>
  (data) => ({
    kind: 'action',
    tone,
    text: say(text(data.title) || 'An action', data),
    open: { actionId: id(data.actionId) },
  });
const purchaseOrder =
  (tone: Activity['tone'], say: (supplier: string) => string): Words =>
  (data) => ({
    kind: 'stock',
    tone,
    text: say(text(data.supplier) || 'a supplier'),
    open: { purchaseOrderId: id(data.purchaseOrderId) },
  });
const run =
  (tone: Activity['tone'], say: (data: Record<string, unknown>) => string): Words =>
  (data) => ({ kind: 'agent', tone, text: say(data), open: { runId: id(data.runId) } });
const about =
  (kind: Activity['kind'], tone: Activity['tone'], say: string): Words =>
  () => ({ kind, tone, text: say, open: {} });

const AGENTS: Record<string, string> = { 'inventory-forecasting': 'Forecasts renewed' };

/** What is not named here is the program's own business, or told already by what it led to. */
const WORDS: Record<string, Words> = {
  'action.proposed': action('attention', (title) => `Waits for you: ${title}`),
  'action.verified': action('good', (title) => `Done and checked: ${title}`),
  'action.failed': action('attention', (title) => `Not done: ${title}`),
  'action.unknown': action('attention', (title) => `Not sure whether it was done: ${title}`),
  'action.undone': action('neutral', (title) => `Taken back: ${title}`),
  'action.rejected': action('neutral', (title) => `Turned down: ${title}`),
  'action.expired': action('neutral', (title, { reason }) =>
    // Nobody's words: overdue, replaced by a newer, or of a store that was disconnected.
    [`Expired: ${title}`, text(reason)].filter(Boolean).join('. '),
  ),
  'run.completed': run('neutral', ({ agent, summary }) =>
    [AGENTS[text(agent)] ?? 'An agent has finished', text(summary)].filter(Boolean).join(': '),
  ),
  'run.failed': run('attention', () => 'An agent could not finish its work'),
  'run.stopped': run('neutral', () => 'An agent was stopped'),
  'agent.caught_up': run(
    'neutral',
    () => 'An agent caught up on what was missed while the program was not running',
  ),
  'purchase_order.created': purchaseOrder('good', (supplier) => `Purchase order made for ${supplier}`),
  'purchase_order.sent': purchaseOrder('good', (supplier) => `Purchase order sent to ${supplier}`),
  'purchase_order.received': purchaseOrder('good', (supplier) => `Goods received from ${supplier}`),
  'purchase_order.closed': purchaseOrder('neutral', (supplier) => `Purchase order of ${supplier} closed`),
  'purchase_order.cancelled': purchaseOrder(
    'neutral',
    (supplier) => `Purchase order of ${supplier} cancelled`,
  ),
  'import.completed': about('sync', 'good', 'A file was imported'),
  'import.undone': about('sync', 'neutral', 'An import was taken back'),
  'sync.failed': about(
    'connection',
    'attention',
    'The shop is slow or not reached; it is tried again by itself',
  ),
  'store.added': about('system', 'good', 'A store was connected'),
  'store.removed': about('system', 'neutral', 'A store was disconnected'),
  'stop.pulled': about('system', 'attention', 'Everything was stopped'),
  'stop.lifted': about('system', 'good', 'Work goes on'),
  'watch.resumed': about('system', 'neutral', 'The program is watching again'),
  'field.taken_over': about(
    'action',
    'attention',
    'Someone else changed what an agent looks after; it keeps off',
  ),
};

/** Events worth telling. */
export const TOLD_KINDS: readonly string[] = Object.keys(WORDS);

/** null where it is told by another event: what an order to a supplier does is told of the order. */
export function inOwnersWords({ kind, data }: LedgerEvent): Told | null {
  if (kind === 'action.verified' && text(data.type).startsWith('purchase_order.')) return null;
  return WORDS[kind]?.(data) ?? null;
}
