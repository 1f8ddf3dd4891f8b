/** Times in which nobody watched, in words: how long, why, what was missed and what was caught up. Pure. */
import type { UnwatchedView } from '../../../shared/contract/unwatched-schemas.ts';
import { words } from '../../ui/words.ts';

const REASONS: Readonly<Record<UnwatchedView['reason'], string>> = {
  slept: 'this machine slept',
  off: 'the program was not running',
  offline: 'there was no connection',
  stopped: 'all agents were stopped',
  clock: 'this machine’s clock was set back, so nobody can tell for how long',
};

/** null where nothing was missed. */
export function unwatchedWords(spans: readonly UnwatchedView[]): { text: string; ongoing: boolean } | null {
  const missing = spans.filter(
    ({ missed, missedSyncs, to, reason }) =>
      missed.length > 0 || missedSyncs.length > 0 || (to === null && reason !== 'stopped'),
  );
  const [newest] = missing;
  if (!newest) return null;
  const runs = sum(missing.flatMap(({ missed }) => missed.map((one) => one.runs)));
  const syncs = sum(missing.flatMap(({ missedSyncs }) => missedSyncs.map((one) => one.syncs)));
  const caught = missing.every(isCaughtUp);
  const what = [
    runs > 0 && words.plural(runs, 'run of an agent', 'runs of agents'),
    syncs > 0 && words.plural(syncs, 'sync'),
  ]
    .filter(Boolean)
    .join(' and ');
  return {
    text: `${spanTime(newest)}, ${REASONS[newest.reason]}${missing.length > 1 ? `, and ${words.plural(missing.length - 1, 'time')} more` : ''}${what ? `: ${what} missed, ${caught ? 'all made up for' : 'not all made up for yet'}` : ''}.`,
    ongoing: newest.to === null,
  };
}

export interface Names {
  store(id: string): string;
  agent(id: string): string;
}

export function spanWords(span: UnwatchedView, names: Names): string[] {
  const { missed, missedSyncs, caughtUp } = span;
  return [
    `${spanTime(span)}: ${REASONS[span.reason]}.`,
    ...missed.map(
      ({ agent, storeId, runs, firstAt }) =>
        `Missed: ${words.plural(runs, 'run')} of ${names.agent(agent)} in ${names.store(storeId)}, the first due ${words.moment(firstAt)}.`,
    ),
    ...missedSyncs.map(
      ({ storeId, syncs }) => `Missed: ${words.plural(syncs, 'sync')} of ${names.store(storeId)}.`,
    ),
    ...caughtUp.runs.map(
      ({ agent, storeId, at }) =>
        `Made up for: ${names.agent(agent)} ran in ${names.store(storeId)} ${words.moment(at)}.`,
    ),
    ...caughtUp.syncs.map(
      ({ storeId, at }) => `Made up for: ${names.store(storeId)} synced ${words.moment(at)}.`,
    ),
  ];
}

function isCaughtUp({ missed, missedSyncs, caughtUp }: UnwatchedView): boolean {
  return (
    missed.every(({ agent, storeId }) =>
      caughtUp.runs.some((run) => run.agent === agent && run.storeId === storeId),
    ) && missedSyncs.every(({ storeId }) => caughtUp.syncs.some((sync) => sync.storeId === storeId))
  );
}

function spanTime({ from, to }: UnwatchedView): string {
  return to === null ? `Since ${words.moment(from)}` : `${words.moment(from)} to ${words.moment(to)}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
