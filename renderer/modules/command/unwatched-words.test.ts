import { describe, expect, it } from 'vitest';
import type { UnwatchedView } from '../../../shared/contract/unwatched-schemas.ts';
import { spanWords, unwatchedWords } from './unwatched-words.ts';

const AT = Date.UTC(2026, 10, 23, 23);
const slept = (part: Partial<UnwatchedView> = {}): UnwatchedView => ({
  from: AT,
  to: AT + 8 * 3_600_000,
  reason: 'slept',
  storeId: null,
  missed: [{ agent: 'inventory', storeId: 'gbp', runs: 1, firstAt: AT, lastAt: AT }],
  missedSyncs: [{ storeId: 'gbp', syncs: 90 }],
  caughtUp: { runs: [], syncs: [] },
  ...part,
});
const caughtUp = {
  runs: [{ runId: 1, agent: 'inventory', storeId: 'gbp', at: AT, state: 'completed' }],
  syncs: [{ storeId: 'gbp', at: AT }],
};

describe('what went unwatched', () => {
  it('says what was missed, and that it was made up for only where all of it was', () => {
    expect(unwatchedWords([slept()])?.text).toContain(
      'this machine slept: 1 run of an agent and 90 syncs missed, not all made up for yet.',
    );
    expect(unwatchedWords([slept({ caughtUp })])?.text).toContain('all made up for.');
  });

  it('is not told of where nothing was due', () => {
    expect(unwatchedWords([slept({ missed: [], missedSyncs: [] })])).toBeNull();
    expect(unwatchedWords([])).toBeNull();
  });

  it('is told while it goes on', () => {
    expect(
      unwatchedWords([slept({ to: null, reason: 'offline', missed: [], missedSyncs: [] })]),
    ).toMatchObject({
      ongoing: true,
    });
  });

  it('is told line by line by names', () => {
    const names = { store: () => 'Northgate', agent: () => 'Inventory' };
    const lines = spanWords(slept({ caughtUp }), names);
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain('1 run of Inventory in Northgate');
    expect(lines[4]).toContain('Northgate synced');
  });
});
