import { describe, expect, it } from 'vitest';
import { settle } from './testing/fake-clock.ts';
import { createHarness, NOON, OWNER } from './testing/harness.ts';
import { agent, proposal, report } from './testing/tagger.ts';

describe('a run', () => {
  it('records findings, proposals and its end together, and tells of its progress', async () => {
    const harness = createHarness({
      agents: [
        agent(async (context) => {
          context.progress(1, 2, 'half');
          expect(context.now).toBe(NOON);
          return report([
            proposal(),
            proposal({ type: 'price.change', key: 'p' }),
            proposal({ storeId: 'eur', key: 'q' }),
            proposal({ input: { orderId: 'x' }, key: 'r' }),
          ]);
        }),
      ],
    });
    const { orchestrator, ledger } = harness.life;
    const told: string[] = [];
    const run = await orchestrator.runAgent('tagger', 'gbp', 'person', {
      onProgress: (progress) => told.push(progress.text),
    });
    expect(run).toMatchObject({ state: 'completed', summary: 'Looked.', attempt: 1, trigger: 'person' });
    expect(told).toEqual(['half']);
    expect(ledger.runs.findings({ run: run.id })).toMatchObject([
      { kind: 'seen', subject: { kind: 'order', id: 41 } },
    ]);
    expect(ledger.runs.findings({ storeId: 'gbp' })).toHaveLength(1);
    expect(ledger.actions.list()).toMatchObject([{ state: 'proposed', runId: run.id, agent: 'tagger' }]);
    const dropped = ledger.events.since(0).events.filter((event) => event.kind === 'proposal.dropped');
    expect(dropped.map((event) => event.data.because)).toEqual([
      'tagger may not propose price.change.',
      'A run for gbp may not propose for eur.',
      expect.stringMatching(/input of order.tag is not right: orderId/),
    ]);
    expect(orchestrator.status().agents).toMatchObject([
      { id: 'tagger', running: false, last: { id: run.id } },
    ]);
  });

  it('first lets what it reads be brought up to date, once for all who wait, whoever asked', async () => {
    for (const trigger of ['person', 'catch_up'] as const) {
      const order: string[] = [];
      const brought = Promise.withResolvers<void>();
      const harness = createHarness({
        freshen: () => brought.promise.then(() => order.push('brought') > 0),
        agents: [
          agent(async () => {
            order.push('read');
            return report();
          }),
        ],
      });
      const { orchestrator } = harness.life;
      const told: string[] = [];
      const runs = [
        orchestrator.runAgent('tagger', 'gbp', trigger, { onProgress: ({ text }) => told.push(text) }),
        orchestrator.runAgent('tagger', 'gbp', 'person'),
      ];
      await settle();
      expect(order).toEqual([]);
      expect(orchestrator.status().agents).toMatchObject([{ running: true }]);
      brought.resolve();
      const [first, second] = await Promise.all(runs);
      expect(first).toMatchObject({ state: 'completed', trigger });
      expect(second!.id).toBe(first!.id);
      expect(order).toEqual(['brought', 'read']);
      expect(told).toEqual(['Reading what changed in the shop']);
    }
  });

  it('that waits for that is ended by the emergency stop, and goes on at the next start after a drain', async () => {
    const until = (signal: AbortSignal): Promise<boolean> =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(false)));
    let away = true;
    const harness = createHarness({
      freshen: (signal) => (away ? until(signal) : null),
      agents: [agent(async () => report())],
    });
    const { orchestrator } = harness.life;
    const stopped = orchestrator.runAgent('tagger', 'gbp', 'schedule');
    orchestrator.stop(OWNER, 'wait');
    expect(await stopped).toMatchObject({ state: 'stopped' });
    orchestrator.resume(OWNER);
    const drained = orchestrator.runAgent('tagger', 'gbp', 'schedule');
    await orchestrator.drain();
    expect(await drained).toMatchObject({ state: 'running' });
    away = false;
    const { ledger, orchestrator: again } = harness.reopen();
    again.start();
    await settle();
    expect(ledger.runs.get((await drained).id)).toMatchObject({ state: 'completed', attempt: 2 });
  });

  it('that fails says why and leaves nothing half recorded', async () => {
    const harness = createHarness({
      agents: [
        agent(async () => {
          throw new Error('no data');
        }),
      ],
    });
    const run = await harness.life.orchestrator.runAgent('tagger', 'gbp');
    expect(run).toMatchObject({ state: 'failed', error: { code: 'internal', message: 'no data' } });
    await expect(harness.life.orchestrator.runAgent('nobody', 'gbp')).rejects.toThrow(/no agent nobody/);
  });

  it('takes back what it wished before and does not name any more: approved, it would order twice', async () => {
    const line = { variantId: 11, inventoryItemId: 21, title: 'Mug', sku: null, unitCost: null };
    const order = (supplier: string, quantity = 10) =>
      proposal({
        type: 'purchase_order.create',
        input: { supplier, lines: [{ ...line, quantity }] },
        key: `purchase_order:gbp:${supplier}`,
      });
    let wished = ['Alto', 'Brim', 'Cask', 'Dune'].map((supplier) => order(supplier));
    const buyer = { ...agent(async () => report(wished)), proposes: ['purchase_order.create'] };
    const harness = createHarness({ agents: [buyer, { ...buyer, id: 'other' }] });
    const { orchestrator, ledger } = harness.life;
    await orchestrator.runAgent('tagger', 'gbp');
    orchestrator.snooze(2, OWNER, NOON + 3_600_000);
    const { input } = order('Cask', 12);
    orchestrator.edit(3, OWNER, { input, confirm: false, reason: null });
    orchestrator.propose(order('Elm'), OWNER);
    wished = [order('Fig')];
    await orchestrator.runAgent('other', 'gbp');
    wished = [order('Dune', 2_000_000)];
    await orchestrator.runAgent('tagger', 'gbp');

    const waits = ledger.actions.list({ states: ['proposed', 'snoozed'] }).map(({ id }) => id);
    // Edited by a person, wished again (if not so that it could be kept), a person's own, another agent's.
    expect(waits).toEqual([6, 5, 4, 3]);
    for (const id of [1, 2])
      expect(ledger.actions.require(id)).toMatchObject({
        state: 'expired',
        reason: 'Tagger looked again and does not propose it any more.',
      });
  });

  it('a second call joins the run under way', async () => {
    let runs = 0;
    const harness = createHarness({
      agents: [
        agent(async () => {
          runs += 1;
          await settle();
          return report();
        }),
      ],
    });
    const [first, second] = await Promise.all([
      harness.life.orchestrator.runAgent('tagger', 'gbp'),
      harness.life.orchestrator.runAgent('tagger', 'gbp'),
    ]);
    expect(first?.id).toBe(second?.id);
    expect(runs).toBe(1);
  });

  it('killed at every step boundary goes on without doing a completed step again', {
    timeout: 60_000,
  }, async () => {
    const died: string[] = [];
    for (let n = 1; n <= 20; n++) {
      const done: string[] = [];
      const harness = createHarness({
        scheduled: false,
        agents: [
          agent(async (context) => {
            const a = await context.step('a', () => {
              done.push('a');
              return { n: done.length };
            });
            await context.step('b', async () => void done.push('b'));
            return report([proposal({ title: `Saw ${a.n}` })]);
          }),
        ],
      });
      const crash = harness.crashAt(n);
      await harness.life.orchestrator.runAgent('tagger', 'gbp').catch(() => {});
      const { ledger, orchestrator } = harness.reopen();
      const kept = new Set(['a', 'b'].filter((name) => ledger.runs.step(1, name) !== null));
      const before = [...done];
      orchestrator.start();
      await harness.clock.advance(0);
      const runs = ledger.runs.list();
      expect(runs, `died at ${crash.name()}`).toMatchObject([{ state: 'completed' }]);
      expect(ledger.actions.list()).toHaveLength(1);
      expect(ledger.runs.findings({ run: 1 })).toHaveLength(1);
      for (const name of done.slice(before.length)) expect(kept.has(name)).toBe(false);
      if (crash.name() === null) break;
      died.push(crash.name()!);
      if (crash.name() !== 'runner.after_end') expect(runs[0]?.attempt).toBe(2);
    }
    expect(died).toEqual([
      'runner.after_start',
      'runner.before_step',
      'runner.after_work',
      'runner.after_step',
      'runner.before_step',
      'runner.after_work',
      'runner.after_step',
      'runner.before_end',
      'runner.after_end',
    ]);
  });

  it('gives up on a run that was cut off again and again', async () => {
    const harness = createHarness({ agents: [agent(() => new Promise(() => {}))] });
    void harness.life.orchestrator.runAgent('tagger', 'gbp');
    for (let life = 0; life < 4; life++) {
      harness.reopen().orchestrator.start();
      await settle();
      expect(harness.life.ledger.runs.get(1)).toMatchObject({ state: 'running', attempt: life + 2 });
    }
    harness.reopen().orchestrator.start();
    await settle();
    expect(harness.life.ledger.runs.get(1)).toMatchObject({ state: 'failed' });
  });

  it('the emergency stop ends it at its next step, and none starts until it is lifted', async () => {
    const steps: string[] = [];
    const harness = createHarness({
      agents: [
        agent(async (context) => {
          await context.step('one', () => void steps.push('one'));
          harness.life.orchestrator.stop(OWNER, 'Halt');
          expect(context.signal.aborted).toBe(true);
          await context.step('two', () => void steps.push('two'));
          return report([proposal()]);
        }),
      ],
    });
    const { orchestrator, ledger } = harness.life;
    const run = await orchestrator.runAgent('tagger', 'gbp');
    expect(run).toMatchObject({ state: 'stopped', error: { code: 'stopped' } });
    expect(steps).toEqual(['one']);
    expect(ledger.actions.list()).toEqual([]);
    await expect(orchestrator.runAgent('tagger', 'gbp')).rejects.toMatchObject({ code: 'stopped' });
    expect(orchestrator.status().agents[0]?.nextAt).toBeNull();
    harness.reopen().orchestrator.start();
    harness.clock.set(NOON + 26 * 3_600_000);
    await harness.clock.advance(120_000);
    expect(harness.life.ledger.runs.list()).toHaveLength(1);
  });

  it('a drain interrupts it, and the next start goes on with it', async () => {
    let finish = (): void => {};
    const harness = createHarness({
      agents: [
        agent(async (context) => {
          await context.step('one', () => 1);
          await new Promise<void>((resolve) => {
            finish = resolve;
            context.signal.addEventListener('abort', () => resolve());
          });
          await context.step('two', () => 2);
          return report();
        }),
      ],
    });
    const run = harness.life.orchestrator.runAgent('tagger', 'gbp');
    await settle();
    await harness.life.orchestrator.drain();
    expect((await run).state).toBe('running');
    harness.reopen().orchestrator.start();
    await settle();
    finish();
    await settle();
    expect(harness.life.ledger.runs.get(1)).toMatchObject({ state: 'completed', attempt: 2 });
  });

  it('a person can break it off', async () => {
    const abort = new AbortController();
    const harness = createHarness({
      agents: [
        agent(async (context) => {
          abort.abort();
          await context.step('one', () => 1);
          return report();
        }),
      ],
    });
    const run = await harness.life.orchestrator.runAgent('tagger', 'gbp', 'person', { signal: abort.signal });
    expect(run).toMatchObject({ state: 'stopped', error: { code: 'cancelled' } });
  });

  it('that several wait for goes on until the last of them has broken off', async () => {
    const asked = [new AbortController(), new AbortController()];
    let going = Promise.withResolvers<void>();
    const harness = createHarness({
      agents: [
        agent(async (context) => {
          context.progress(1, 2, 'half');
          await going.promise;
          await context.step('one', () => 1);
          return report();
        }),
      ],
    });
    const { orchestrator } = harness.life;
    const ask = () =>
      Promise.all(asked.map(({ signal }) => orchestrator.runAgent('tagger', 'gbp', 'person', { signal })));
    const first = ask();
    asked[0]!.abort();
    going.resolve();
    expect(await first).toMatchObject([{ state: 'completed' }, { state: 'completed' }]);

    going = Promise.withResolvers();
    asked[0] = new AbortController();
    const second = ask();
    for (const one of asked) one.abort();
    going.resolve();
    expect(await second).toMatchObject([{ state: 'stopped' }, { state: 'stopped' }]);
  });
});

describe('one run', () => {
  const steps = (work: () => unknown) =>
    agent(async (context) => {
      await context.step('one', () => 1);
      await work();
      await context.step('two', () => 2);
      return report([proposal()]);
    });

  it('is ended at its next step by whoever asks, who is written down; the agent runs on by its schedule', async () => {
    let cancelled: Promise<unknown> = Promise.resolve();
    const harness = createHarness({
      agents: [
        steps(() => {
          cancelled = harness.life.orchestrator.cancelRun(1, OWNER);
        }),
      ],
    });
    const { orchestrator, ledger } = harness.life;
    const run = await orchestrator.runAgent('tagger', 'gbp');
    expect(run).toMatchObject({ state: 'stopped', error: { code: 'cancelled' } });
    expect(await cancelled).toEqual(run);
    expect(ledger.runs.steps(run.id).map(({ name }) => name)).toEqual(['one']);
    expect(ledger.actions.list()).toEqual([]);
    expect(ledger.audit.list().map(({ kind, actor, subject }) => [kind, actor.id, subject])).toContainEqual([
      'run.cancelled',
      OWNER.id,
      `run:${run.id}`,
    ]);
    expect(orchestrator.status().agents).toMatchObject([{ running: false, nextAt: expect.any(Number) }]);
    await expect(orchestrator.cancelRun(run.id, OWNER)).rejects.toMatchObject({ code: 'invalid_state' });
    await expect(orchestrator.cancelRun(99, OWNER)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that an earlier start left, and the emergency stop keeps from going on, can be ended too', async () => {
    const harness = createHarness({ agents: [steps(() => new Promise(() => {}))] });
    void harness.life.orchestrator.runAgent('tagger', 'gbp');
    await settle();
    harness.life.orchestrator.stop(OWNER, 'Halt');
    const { ledger, orchestrator } = harness.reopen();
    expect(ledger.runs.get(1)?.state).toBe('running');
    expect(await orchestrator.cancelRun(1, OWNER)).toMatchObject({ state: 'stopped' });
  });

  it('begins anew when asked where a run of days ago was left without an end', async () => {
    const harness = createHarness({ agents: [agent(async () => report([]))] });
    const { ledger, orchestrator } = harness.life;
    const left = ledger.runs.start({ agent: 'tagger', storeId: 'gbp', trigger: 'schedule' });
    harness.clock.set(NOON + 7 * 24 * 3_600_000);
    const run = await orchestrator.runAgent('tagger', 'gbp');
    expect(run).toMatchObject({ state: 'completed', startedAt: harness.clock.now() });
    expect(ledger.runs.get(left.id)).toMatchObject({ state: 'stopped', error: { code: 'cancelled' } });
  });
});
