import { describe, expect, it } from 'vitest';
import type { Actor } from '../../shared/action.ts';
import type { Agent } from '../../shared/agent.ts';
import { RoyalError } from '../../shared/errors.ts';
import { createHarness, type Harness, NOON } from './testing/harness.ts';

const PERSON: Actor = { kind: 'person', id: 'Ada' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const watcher: Agent = {
  id: 'watcher',
  title: 'Watcher',
  proposes: [],
  schedule: { everyHours: 24, atHour: 6 },
  run: async () => ({ findings: [], proposals: [], summary: 'Looked.' }),
};

const runsOf = ({ life }: Harness): string[] =>
  life.ledger.runs
    .list()
    .map((run) => `${run.trigger} ${new Date(run.slot ?? 0).toISOString().slice(0, 16)}`)
    .reverse();

describe('the scheduler', () => {
  it('runs once a day at the local hour', async () => {
    const harness = createHarness({ agents: [watcher] });
    harness.life.orchestrator.start();
    await harness.clock.advance(10 * 60_000);
    expect(runsOf(harness)).toEqual(['schedule 2026-11-23T12:00']);
    expect(harness.life.orchestrator.status().agents[0]?.nextAt).toBe(Date.UTC(2026, 10, 24, 6));
    harness.clock.set(Date.UTC(2026, 10, 24, 5, 58));
    await harness.clock.advance(5 * 60_000);
    expect(runsOf(harness)).toEqual(['schedule 2026-11-23T12:00', 'schedule 2026-11-24T06:00']);
  });

  it('counts a run that a person asked for, so that what was just shown is not replaced', async () => {
    const harness = createHarness({ agents: [watcher] });
    const { orchestrator } = harness.life;
    await orchestrator.runAgent('watcher', 'gbp', 'person');
    orchestrator.start();
    await harness.clock.advance(10 * 60_000);
    expect(harness.life.ledger.runs.list().map((run) => run.trigger)).toEqual(['person']);
    expect(orchestrator.status().agents[0]?.nextAt).toBe(Date.UTC(2026, 10, 24, 6));
    harness.clock.set(Date.UTC(2026, 10, 24, 5, 58));
    await harness.clock.advance(5 * 60_000);
    expect(runsOf(harness).at(-1)).toBe('schedule 2026-11-24T06:00');
  });

  it('does not count a run of a person that failed', async () => {
    let broken = true;
    const run: Agent['run'] = async (context) => {
      if (broken) throw new Error('no');
      return watcher.run(context);
    };
    const harness = createHarness({ agents: [{ ...watcher, run }] });
    await harness.life.orchestrator.runAgent('watcher', 'gbp', 'person');
    broken = false;
    harness.life.orchestrator.start();
    await harness.clock.advance(10 * 60_000);
    expect(harness.life.ledger.runs.list().map(({ trigger, state }) => `${trigger} ${state}`)).toEqual([
      'schedule completed',
      'person failed',
    ]);
  });

  it('says that the shop could not be read first, and looks once more as soon as it was', async () => {
    let syncedAt = NOON - 10 * HOUR;
    const harness = createHarness({
      agents: [watcher],
      syncedAt: () => syncedAt,
      freshen: () => (syncedAt < NOON - HOUR ? Promise.resolve(false) : null),
    });
    const { ledger, orchestrator } = harness.life;
    orchestrator.start();
    await harness.clock.advance(HOUR);
    expect(ledger.runs.list()).toMatchObject([
      { summary: 'Looked. The shop could not be read first; it looks again once that works.' },
    ]);
    syncedAt = harness.clock.now();
    await harness.clock.advance(HOUR);
    expect(ledger.runs.list()).toMatchObject([
      { state: 'completed', trigger: 'catch_up', summary: 'Looked.' },
      { state: 'completed', trigger: 'schedule' },
    ]);
    expect(orchestrator.status().agents[0]?.nextAt).toBe(Date.UTC(2026, 10, 24, 6));
  });

  it('tries a run that failed again, after twice as long each time, until the day has one', async () => {
    let broken = true;
    const run: Agent['run'] = async (context) => {
      if (broken) throw new Error('no');
      return watcher.run(context);
    };
    const harness = createHarness({ agents: [{ ...watcher, run }] });
    const { ledger, orchestrator } = harness.life;
    orchestrator.start();
    await harness.clock.advance(40 * 60_000);
    const minutes = ledger.runs.list().map(({ startedAt }) => Math.round((startedAt - NOON) / 60_000));
    expect(minutes).toEqual([35, 15, 5, 0]);
    expect(new Set(ledger.runs.list().map(({ slot }) => slot))).toEqual(new Set([NOON]));
    expect(orchestrator.status().agents[0]?.nextAt).toBe(ledger.runs.list()[0]!.endedAt! + 40 * 60_000);
    broken = false;
    await harness.clock.advance(3 * HOUR);
    expect(ledger.runs.list().map(({ state }) => state)).toEqual([
      'completed',
      'failed',
      'failed',
      'failed',
      'failed',
    ]);
    expect(orchestrator.status().agents[0]?.nextAt).toBe(Date.UTC(2026, 10, 24, 6));
  });

  it('takes up a run whose end could not be written down, once it can', async () => {
    const harness = createHarness({ agents: [watcher] });
    const { ledger, orchestrator } = harness.life;
    const { end } = ledger.runs;
    ledger.runs.end = () => {
      throw new RoyalError({ code: 'disk_full', message: 'Full.', next: 'Make room.' });
    };
    orchestrator.start();
    await harness.clock.advance(60_000);
    expect(ledger.runs.list()).toMatchObject([{ state: 'running', attempt: 1 }]);
    ledger.runs.end = end;
    await harness.clock.advance(10 * 60_000);
    expect(ledger.runs.list()).toMatchObject([{ state: 'completed', attempt: 2 }]);
  });

  it('looks once more after files were imported, once they all are, and not again', async () => {
    let importing = false;
    const harness = createHarness({ agents: [watcher], isImporting: () => importing });
    const { ledger, orchestrator } = harness.life;
    const triggers = () => ledger.runs.list().map(({ trigger }) => trigger);
    const bring = (digest: string, imported: number) => {
      const file = { storeId: 'gbp', file: `${digest}.csv`, kind: 'orders', digest, bytes: 9 };
      const { id } = ledger.imports.begin(file, PERSON);
      const counts = { rows: 2, imported, merged: 0, unchanged: 0, refused: 2 - imported };
      ledger.imports.finish(id, counts, [], PERSON);
    };
    orchestrator.start();
    await harness.clock.advance(60_000);
    expect(triggers()).toEqual(['schedule']);

    importing = true;
    bring('a', 2);
    await harness.clock.advance(60_000);
    bring('b', 2);
    await harness.clock.advance(60_000);
    expect(triggers()).toEqual(['schedule']);
    importing = false;
    await harness.clock.advance(10 * 60_000);
    expect(triggers()).toEqual(['event', 'schedule']);

    bring('nothing of it could be read', 0);
    await harness.clock.advance(10 * 60_000);
    expect(triggers()).toHaveLength(2);
    expect(orchestrator.status().agents[0]?.nextAt).toBe(Date.UTC(2026, 10, 24, 6));
  });

  it('after a week asleep catches up once and says what went unwatched', async () => {
    const harness = createHarness({ agents: [watcher] });
    harness.life.orchestrator.start();
    await harness.clock.advance(60_000);
    const asleep = harness.clock.now();
    harness.clock.set(NOON + 7 * DAY);
    await harness.clock.advance(10 * 60_000);
    expect(runsOf(harness)).toEqual(['schedule 2026-11-23T12:00', 'catch_up 2026-11-30T06:00']);
    const [gap] = harness.life.orchestrator.status().gaps;
    expect(gap).toMatchObject({ cause: 'asleep', from: asleep });
    expect(gap!.to! - gap!.from).toBeGreaterThan(6 * DAY);
    const events = harness.life.ledger.events.since(0).events;
    expect(events.find((event) => event.kind === 'agent.caught_up')?.data).toMatchObject({ missed: 6 });
    expect(events.filter((event) => event.kind === 'watch.resumed')).toHaveLength(1);
  });

  it('after a week switched off likewise', async () => {
    const harness = createHarness({ agents: [watcher] });
    harness.life.orchestrator.start();
    await harness.clock.advance(60_000);
    await harness.life.orchestrator.drain();
    harness.life.ledger.close();
    harness.clock.set(NOON + 7 * DAY);
    harness.reopen().orchestrator.start();
    await harness.clock.advance(10 * 60_000);
    expect(runsOf(harness)).toEqual(['schedule 2026-11-23T12:00', 'catch_up 2026-11-30T06:00']);
    expect(harness.life.orchestrator.status().gaps).toMatchObject([{ cause: 'not_running' }]);
  });

  it('a clock set back neither repeats a slot nor silences the agent', async () => {
    const harness = createHarness({ agents: [watcher] });
    harness.life.orchestrator.start();
    await harness.clock.advance(60_000);
    harness.clock.set(NOON - 2 * HOUR);
    await harness.clock.advance(60_000);
    harness.clock.set(NOON + HOUR);
    await harness.clock.advance(60_000);
    expect(runsOf(harness)).toHaveLength(1);
    expect(harness.life.orchestrator.status().gaps.map((gap) => gap.cause)).toEqual([
      'asleep',
      'clock_set_back',
    ]);
    harness.clock.set(NOON - 400 * DAY);
    await harness.clock.advance(60_000);
    expect(runsOf(harness)).toHaveLength(2);
    await harness.clock.advance(60_000);
    expect(runsOf(harness)).toHaveLength(2);
  });

  it('a full disk in one round does not end it', async () => {
    const harness = createHarness({ agents: [watcher] });
    harness.life.orchestrator.start();
    await harness.clock.advance(60_000);
    const { epochs } = harness.life.ledger;
    const seen = epochs.seen;
    epochs.seen = () => {
      throw new Error('full');
    };
    await harness.clock.advance(2 * 60_000);
    expect(harness.logged).toContain('The scheduler could not do its round.');
    epochs.seen = seen;
    harness.clock.set(Date.UTC(2026, 10, 24, 6, 1));
    await harness.clock.advance(60_000);
    expect(runsOf(harness)).toHaveLength(2);
  });
});
