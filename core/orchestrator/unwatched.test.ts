import { describe, expect, it } from 'vitest';
import type { Agent } from '../../shared/agent.ts';
import { settle } from './testing/fake-clock.ts';
import { createHarness, type Harness, NOON, OWNER } from './testing/harness.ts';
import { unwatchedSpans } from './unwatched.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;

const WATCHER: Agent = {
  id: 'watcher',
  title: 'Watcher',
  proposes: [],
  schedule: { everyHours: 24, atHour: 6 },
  run: async () => ({ summary: 'done', findings: [], proposals: [] }),
};

const HOURLY: Agent = { ...WATCHER, schedule: { everyHours: 1 } };

function spans({ life, clock }: Harness, syncedAt: number | null = null, since = 0, agent = WATCHER) {
  const info = {
    id: 'gbp',
    name: 'Shop',
    shopDomain: 's',
    currency: 'GBP',
    zone: 'Europe/London',
    taxesIncluded: false,
  };
  return unwatchedSpans(
    {
      ledger: life.ledger,
      agents: [agent],
      stores: [{ info, addedAt: 0, syncs: true, syncedAt }],
      syncEveryMs: 5 * MINUTE,
      now: clock.now(),
    },
    { limit: 20, since },
  );
}

async function awake(agent = WATCHER): Promise<Harness> {
  const harness = createHarness({ agents: [agent] });
  harness.life.orchestrator.start();
  await harness.clock.advance(MINUTE);
  return harness;
}

describe('what went unwatched', () => {
  it('while the machine slept: the runs and syncs that would have been, and what made up for them', async () => {
    const harness = await awake();
    const asleep = harness.clock.now();
    harness.clock.set(NOON + 3 * DAY);
    await harness.clock.advance(MINUTE);
    const woke = harness.clock.now();
    expect(spans(harness, woke)).toEqual([
      {
        from: asleep,
        to: expect.any(Number),
        reason: 'slept',
        storeId: null,
        missed: [
          {
            agent: 'watcher',
            storeId: 'gbp',
            runs: 3,
            firstAt: Date.UTC(2026, 10, 24, 6),
            lastAt: Date.UTC(2026, 10, 26, 6),
          },
        ],
        missedSyncs: [{ storeId: 'gbp', syncs: 863 }],
        caughtUp: {
          runs: [expect.objectContaining({ agent: 'watcher', state: 'completed' })],
          syncs: [{ storeId: 'gbp', at: woke }],
        },
      },
    ]);
    expect(spans(harness, asleep)[0]!.caughtUp.syncs).toEqual([]);
  });

  it('while the program was off, and only what ended since it was asked for', async () => {
    const harness = await awake();
    harness.reopen(() => harness.clock.set(NOON + DAY)).orchestrator.start();
    await settle();
    expect(spans(harness)).toMatchObject([{ reason: 'off', to: NOON + DAY, missed: [{ runs: 1 }] }]);
    expect(spans(harness, null, NOON + DAY + 1)).toEqual([]);
  });

  it('while everything was stopped, and still is', async () => {
    const harness = await awake(HOURLY);
    const { orchestrator } = harness.life;
    const pulled = harness.clock.now();
    orchestrator.stop(OWNER, 'look');
    await harness.clock.advance(2 * HOUR);
    expect(spans(harness, null, 0, HOURLY)).toMatchObject([
      { reason: 'stopped', from: pulled, to: null, missed: [{ runs: 2 }], missedSyncs: [] },
    ]);
    orchestrator.resume(OWNER);
    await harness.clock.advance(MINUTE);
    expect(spans(harness, null, 0, HOURLY)).toMatchObject([
      { reason: 'stopped', to: pulled + 2 * HOUR, caughtUp: { runs: [{ state: 'completed' }] } },
    ]);
  });

  it('while a shop did not answer: its syncs, but no runs, which go on with what the mirror has', async () => {
    const harness = await awake();
    const { epochs } = harness.life.ledger;
    expect(epochs.offline('gbp', NOON)).toBe(true);
    expect(epochs.offline('gbp', NOON + MINUTE)).toBe(false);
    harness.clock.set(NOON + HOUR);
    expect(spans(harness)).toMatchObject([
      { reason: 'offline', storeId: 'gbp', from: NOON, to: null, missed: [], missedSyncs: [{ syncs: 12 }] },
    ]);
    expect(epochs.online('gbp', NOON + HOUR)).toBe(true);
    expect(epochs.online('gbp', NOON + HOUR)).toBe(false);
    expect(spans(harness)).toMatchObject([{ reason: 'offline', to: NOON + HOUR }]);
  });

  it('is nothing where the program ran on', async () => {
    const harness = await awake();
    await harness.clock.advance(2 * HOUR);
    expect(spans(harness)).toEqual([]);
  });
});

describe('a snoozed proposal', () => {
  const snoozed = () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const input = { variantId: 11, price: 900 };
    const { id } = orchestrator.propose({ type: 'price.change', storeId: 'gbp', input }, OWNER).action;
    orchestrator.snooze(id, OWNER, NOON + 2 * HOUR);
    return { harness, id };
  };
  const wokenAt = ({ life }: Harness) =>
    life.ledger.events
      .since(0)
      .events.filter((event) => event.kind === 'action.woken')
      .map((event) => event.at);

  it('comes back by itself within half a minute of its time, and tells it once', async () => {
    const { harness, id } = snoozed();
    harness.life.orchestrator.start();
    await harness.clock.advance(2 * HOUR - 1);
    expect(harness.life.ledger.actions.snoozed()).toMatchObject([{ id, snoozedUntil: NOON + 2 * HOUR }]);
    await harness.clock.advance(30_001);
    expect(harness.life.ledger.actions.snoozed()).toEqual([]);
    expect(harness.life.ledger.actions.require(id).state).toBe('proposed');
    await harness.clock.advance(HOUR);
    expect(wokenAt(harness)).toHaveLength(1);
  });

  it('comes back after the machine slept through its time', async () => {
    const { harness, id } = snoozed();
    harness.life.orchestrator.start();
    await harness.clock.advance(MINUTE);
    harness.clock.set(NOON + DAY);
    await harness.clock.advance(30_000);
    expect(harness.life.ledger.actions.require(id).state).toBe('proposed');
  });

  it('comes back at the start where the program was off at its time', () => {
    const { harness, id } = snoozed();
    harness.clock.set(NOON + DAY);
    harness.reopen().orchestrator.start();
    expect(harness.life.ledger.actions.require(id).state).toBe('proposed');
    expect(wokenAt(harness)).toEqual([NOON + DAY]);
  });

  it('comes back while everything is stopped: deciding is not doing', async () => {
    const { harness, id } = snoozed();
    harness.life.orchestrator.start();
    harness.life.orchestrator.stop(OWNER, 'look');
    await harness.clock.advance(2 * HOUR + 30_000);
    expect(harness.life.ledger.actions.require(id).state).toBe('proposed');
  });
});
