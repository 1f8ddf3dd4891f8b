import { expect, it } from 'vitest';
import { RoyalError } from '../../shared/errors.ts';
import { settle } from './testing/fake-clock.ts';
import { createHarness, OWNER } from './testing/harness.ts';

it('the emergency stop holds on a full disk, says that it is not written down yet, and is once there is room', async () => {
  const harness = createHarness();
  const { orchestrator, appDb, ledger } = harness.life;
  orchestrator.start();
  const { pull } = appDb.stop;
  appDb.stop.pull = () => {
    throw new RoyalError({ code: 'disk_full', message: 'The disk is full.', next: 'Make room.' });
  };
  expect(() => orchestrator.stop(OWNER, 'Halt')).toThrow(
    'Everything is stopped, but that could not be written down: The disk is full.',
  );
  const tag = { type: 'order.tag', storeId: 'gbp', input: { orderId: 41, tags: ['late'] } };
  const { id } = orchestrator.propose(tag, OWNER).action;
  orchestrator.approve(id, OWNER);
  await harness.clock.advance(60_000);
  expect(harness.shop.effectiveWrites).toEqual([]);
  expect(orchestrator.status().stop).toMatchObject({ by: OWNER, reason: 'Halt' });

  appDb.stop.pull = pull;
  await harness.clock.advance(60_000);
  expect(appDb.stop.state()).toMatchObject({ by: OWNER, reason: 'Halt' });
  expect(ledger.audit.stops(9)).toMatchObject([{ kind: 'stop.pulled' }]);
  orchestrator.resume(OWNER);
  await settle();
  expect(ledger.actions.require(id).state).toBe('verified');
});
