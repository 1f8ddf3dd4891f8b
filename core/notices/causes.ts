/** Which events deserve a person's look, and which end that: one cause each, so that nothing is told twice. Pure. */
import type { Notice } from '../ledger/notifications.ts';
import type { LedgerEvent } from '../ledger/types.ts';

export type Consequence = { raise: Notice } | { end: string };

/** Syncs run every five minutes: three in a row are no hiccup. */
const FAILED_SYNCS = 3;
const FAILED_RUNS = 2;
/** A shorter gap is a lid closed for lunch. */
const GAP_MS = 2 * 3_600_000;

/** Kinds that `consequencesOf` has a word on. */
export const WATCHED: readonly string[] = [
  'action.failed',
  'action.unknown',
  'action.verified',
  'action.approved',
  'action.rejected',
  'action.expired',
  'action.executing',
  'agent.paused',
  'audit.break_noted',
  'run.completed',
  'run.failed',
  'stop.lifted',
  'stop.pulled',
  'store.removed',
  'sync.completed',
  'sync.failed',
  'watch.resumed',
];

export function consequencesOf({ kind, storeId, data }: LedgerEvent): Consequence[] {
  const text = (name: string): string => (typeof data[name] === 'string' ? data[name] : '');
  const number = (name: string): number => (typeof data[name] === 'number' ? data[name] : 0);
  const id = number('actionId');
  const deadline = `deadline:${id}`;
  switch (kind) {
    case 'action.failed':
      return [
        { end: `unknown:${id}` },
        {
          raise: {
            cause: `failed:${id}`,
            kind: 'action_failed',
            severity: 'warning',
            storeId,
            title: `Not done: ${text('title')}`,
            text: text('outcome') || 'It was not carried out.',
            open: { module: 'approvals', id },
          },
        },
      ];
    case 'action.unknown':
      if (data.needsPerson !== true) return [];
      return [
        {
          raise: {
            cause: `unknown:${id}`,
            kind: 'action_unknown',
            severity: 'critical',
            storeId,
            title: `Look in the shop: ${text('title')}`,
            text: text('outcome') || 'Nobody can tell whether it was done.',
            open: { module: 'approvals', id },
          },
        },
      ];
    case 'action.verified':
      return [{ end: `unknown:${id}` }, { end: `failed:${id}` }];
    case 'action.executing':
      return [{ end: `unknown:${id}` }];
    case 'action.approved':
      return [{ end: deadline }, { end: `failed:${id}` }];
    case 'action.rejected':
    case 'action.expired':
      return [{ end: deadline }];
    case 'run.failed': {
      const agent = text('agent');
      const error = data.error as { message?: string; next?: string } | null;
      return [
        {
          raise: {
            cause: `agent:${agent}:${storeId}`,
            kind: 'agent_failing',
            severity: 'warning',
            storeId,
            title: `${agent} fails again and again`,
            text: `${sentence(error)} It is tried again by itself.`,
            open: { module: 'agents', id: number('runId') },
            from: FAILED_RUNS,
          },
        },
      ];
    }
    case 'run.completed':
      return [{ end: `agent:${text('agent')}:${storeId}` }];
    case 'agent.paused':
      return storeId === null ? [] : [{ end: `agent:${text('agent')}:${storeId}` }];
    case 'sync.failed':
      return [
        {
          raise: {
            cause: `sync:${storeId}`,
            kind: 'sync_failing',
            severity: 'warning',
            storeId,
            title: `${storeId} can not be synced`,
            text: sentence({ message: text('message'), next: text('next') }),
            open: { module: 'system', id: storeId },
            from: FAILED_SYNCS,
          },
        },
      ];
    case 'sync.completed':
    case 'store.removed':
      return [{ end: `sync:${storeId}` }];
    case 'audit.break_noted':
      return [
        {
          raise: {
            cause: 'audit',
            kind: 'audit_broken',
            severity: 'critical',
            storeId: null,
            title: 'The record does not end where it did',
            text: 'The ledger may be an older copy or was changed outside the program. Verify the record, and compare the data folder with a backup.',
            open: { module: 'approvals', id: 'audit' },
          },
        },
      ];
    case 'stop.pulled':
      return [
        {
          raise: {
            cause: 'stop',
            kind: 'stop_pulled',
            severity: 'critical',
            storeId: null,
            title: 'Everything is stopped',
            text: `${text('reason') || 'No reason was given.'} Nothing runs and nothing leaves until it is lifted.`,
            open: { module: 'system', id: 'stop' },
          },
        },
      ];
    case 'stop.lifted':
      return [{ end: 'stop' }];
    case 'watch.resumed': {
      const ms = number('to') - number('from');
      if (ms < GAP_MS) return [];
      return [
        {
          raise: {
            cause: `gap:${number('from')}`,
            kind: 'unwatched',
            severity: 'info',
            storeId: null,
            title: `${Math.round(ms / 3_600_000)} hours went unwatched`,
            text:
              data.cause === 'asleep'
                ? 'The machine slept. What was due in that time is caught up once.'
                : 'The program did not run. What was due in that time is caught up once.',
            open: { module: 'system', id: 'unwatched' },
          },
        },
      ];
    }
    default:
      return [];
  }
}

function sentence(error: { message?: string; next?: string } | null): string {
  return [error?.message, error?.next].filter(Boolean).join(' ') || 'The log says more.';
}
