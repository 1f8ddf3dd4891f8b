import { describe, expect, it } from 'vitest';
import type { ManyApproved, ManyProgress } from './many.ts';
import { settle } from './testing/fake-clock.ts';
import { createHarness, type Harness, OWNER } from './testing/harness.ts';

/** Price changes of so many variants, each from £10.00. */
function propose({ life, shop }: Harness, count: number): number[] {
  return Array.from({ length: count }, (_, n) => {
    const variantId = 100 + n;
    shop.prices.set(variantId, '10.00');
    const input = { variantId, price: 900 + n, from: 1000 };
    return life.orchestrator.propose({ type: 'price.change', storeId: 'gbp', input }, OWNER).action.id;
  });
}

async function all(
  stream: AsyncGenerator<ManyProgress, ManyApproved>,
  onStep: (step: ManyProgress) => void = () => {},
): Promise<{ told: ManyProgress[]; result: ManyApproved }> {
  const told: ManyProgress[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done) return { told, result: step.value };
    told.push(step.value);
    onStep(step.value);
  }
}

const states = ({ life }: Harness, ids: readonly number[]): string[] =>
  ids.map((id) => life.ledger.actions.require(id).state);

describe('approving several', () => {
  it('reads each of the first five back before the next, then tells the rest by twenties', async () => {
    const harness = createHarness();
    const ids = propose(harness, 50);
    const { told, result } = await all(harness.life.orchestrator.approveMany(ids, OWNER));
    expect(told.map(({ phase, done }) => `${phase} ${done}`)).toEqual([
      'trial 1',
      'trial 2',
      'trial 3',
      'trial 4',
      'trial 5',
      'rest 25',
      'rest 45',
      'rest 50',
    ]);
    expect(told[0]).toMatchObject({ id: ids[0], total: 50, text: 'The price is £9.00.' });
    expect(result).toEqual({ verified: ids, stoppedAt: null, notDone: [] });
    expect(harness.shop.effectiveWrites).toHaveLength(50);
    expect(harness.life.ledger.audit.list({ limit: 1 })).toMatchObject([
      { kind: 'decisions.approved_together', data: { asked: 50, verified: 50, notDone: 0, stoppedAt: null } },
    ]);
  });

  it.each([3, 9])('stops at the first mismatch, the %i., and leaves the others as they were', async (n) => {
    const harness = createHarness();
    const ids = propose(harness, 12);
    harness.shop.prices.set(100 + n - 1, '12.00');
    const { result } = await all(harness.life.orchestrator.approveMany(ids, OWNER));
    expect(result.verified).toEqual(ids.slice(0, n - 1));
    expect(result.stoppedAt).toMatchObject({ id: ids[n - 1], state: 'failed' });
    expect(result.stoppedAt!.because).toMatch(/£12.00 by now, not £10.00/);
    expect(result.notDone.map((one) => one.id)).toEqual(ids.slice(n));
    expect(result.notDone[0]!.because).toBe(`It stopped at action ${ids[n - 1]}.`);
    expect(new Set(states(harness, ids.slice(n)))).toEqual(new Set(['proposed']));
    expect(harness.shop.effectiveWrites).toHaveLength(n - 1);
  });

  it('stops where the shop is away: what was approved waits, nothing more is', async () => {
    const harness = createHarness();
    const ids = propose(harness, 4);
    const { result } = await all(harness.life.orchestrator.approveMany(ids, OWNER), ({ done }) => {
      if (done === 2) harness.shop.down = true;
    });
    expect(result.stoppedAt).toMatchObject({ id: ids[2], state: 'executing' });
    expect(result.stoppedAt!.because).toMatch(/not carried out yet, and will be/);
    expect(states(harness, ids)).toEqual(['verified', 'verified', 'executing', 'proposed']);
  });

  it('stops at the emergency stop and leaves the rest as it was', async () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const ids = propose(harness, 4);
    const { result } = await all(orchestrator.approveMany(ids, OWNER), ({ done }) => {
      if (done === 2) orchestrator.stop(OWNER, 'look');
    });
    expect(result.verified).toEqual(ids.slice(0, 2));
    expect(result.stoppedAt).toMatchObject({ id: ids[2], state: 'proposed', error: { code: 'stopped' } });
    expect(result.notDone.map((one) => one.id)).toEqual(ids.slice(2));
    expect(states(harness, ids)).toEqual(['verified', 'verified', 'proposed', 'proposed']);
  });

  it('pulled while one is under way, that one waits and no other is approved', async () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const ids = propose(harness, 3);
    harness.shop.atTheDoor = async () => {
      if (harness.shop.arrived === 1) orchestrator.stop(OWNER, 'look');
    };
    const { result } = await all(orchestrator.approveMany(ids, OWNER));
    expect(result.stoppedAt!.because).toMatch(/The emergency stop is pulled \(ada: look\)/);
    expect(states(harness, ids)).toEqual(['verified', 'executing', 'proposed']);
    expect(harness.shop.effectiveWrites).toHaveLength(1);
  });

  it.each(['signal', 'reader'])('is broken off by its %s', async (by) => {
    const harness = createHarness();
    const ids = propose(harness, 6);
    const abort = new AbortController();
    const stream = harness.life.orchestrator.approveMany(ids, OWNER, { signal: abort.signal });
    await stream.next();
    await stream.next();
    if (by === 'signal') {
      abort.abort();
      const last = await stream.next();
      expect(last.value).toMatchObject({
        verified: ids.slice(0, 2),
        stoppedAt: null,
        notDone: ids.slice(2).map((id) => ({ id, because: 'It was broken off before its turn.' })),
      });
    } else await stream.return(undefined as never);
    expect(states(harness, ids)).toEqual(['verified', 'verified', ...Array(4).fill('proposed')]);
    expect(harness.life.ledger.audit.list({ limit: 1 })[0]).toMatchObject({
      kind: 'decisions.approved_together',
      data: { verified: 2, notDone: 4 },
    });
  });

  it('begins nothing where one of them is not there, and takes each once', async () => {
    const harness = createHarness();
    const ids = propose(harness, 2);
    const { orchestrator } = harness.life;
    await expect(all(orchestrator.approveMany([...ids, 99], OWNER))).rejects.toThrow(/no action 99/);
    expect(states(harness, ids)).toEqual(['proposed', 'proposed']);
    const { result } = await all(orchestrator.approveMany([ids[0]!, ids[0]!, ids[1]!], OWNER));
    expect(result.verified).toEqual(ids);
  });

  it('stops where the person may not approve one, before it is approved', async () => {
    const harness = createHarness();
    const { appDb, orchestrator } = harness.life;
    appDb.people.set({ name: 'eve', role: 'helper', approvalLimit: null }, OWNER);
    appDb.people.set({ name: 'ada', role: 'owner', approvalLimit: null }, OWNER);
    const ids = propose(harness, 2);
    const { result } = await all(orchestrator.approveMany(ids, { kind: 'person', id: 'eve' }));
    expect(result).toMatchObject({
      verified: [],
      stoppedAt: { id: ids[0], state: 'proposed', error: { code: 'policy_refused' } },
    });
    expect(states(harness, ids)).toEqual(['proposed', 'proposed']);
  });
});

describe('killed at every step boundary of approving three', () => {
  it('each is written once or not at all, and none that was not approved', { timeout: 120_000 }, async () => {
    const died: string[] = [];
    for (let n = 1; n <= 60; n++) {
      const harness = createHarness();
      const ids = propose(harness, 3);
      const crash = harness.crashAt(n);
      await all(harness.life.orchestrator.approveMany(ids, OWNER)).catch(() => null);
      await settle();
      const at = crash.name();
      harness.reopen();
      const approved = states(harness, ids).filter((state) => state !== 'proposed').length;
      harness.life.orchestrator.start();
      await harness.clock.advance(300_000);
      const expected = ids.map((_, index) => (index < approved ? 'verified' : 'proposed'));
      expect(states(harness, ids), `died at ${at}`).toEqual(expected);
      expect(harness.shop.effectiveWrites, `died at ${at}`).toHaveLength(approved);
      expect(harness.life.ledger.audit.verify().state).toBe('ok');
      if (at === null) break;
      died.push(at);
    }
    expect(died.filter((name) => name === 'several.approved')).toHaveLength(3);
    expect(died.length).toBeLessThan(60);
  });
});

describe('rejecting several', () => {
  it('rejects what waits, and says why the others were not', async () => {
    const harness = createHarness();
    const ids = propose(harness, 3);
    harness.life.orchestrator.reject(ids[1]!, OWNER, 'earlier');
    const result = harness.life.orchestrator.rejectMany([...ids, 99], OWNER, 'not this year');
    expect(result.rejected).toEqual([ids[0], ids[2]]);
    expect(result.notDone.map((one) => one.id)).toEqual([ids[1], 99]);
    expect(harness.life.ledger.actions.require(ids[2]!).reason).toBe('not this year');
  });
});
