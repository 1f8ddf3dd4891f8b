import { describe, expect, it } from 'vitest';
import type { Agent } from '../../shared/agent.ts';
import { createHarness, OWNER } from './testing/harness.ts';

/** Gate between its two steps. */
function twoSteps(between: () => void = () => {}): Agent {
  return {
    id: 'walker',
    title: 'Walker',
    proposes: [],
    schedule: { everyHours: 1 },
    async run(context) {
      await context.step('one', () => 1);
      between();
      await context.step('two', () => 2);
      return { findings: [], proposals: [], summary: 'Walked.' };
    },
  };
}
const PAUSE = { agent: 'walker', storeId: null, reason: 'stocktake' };

describe('a paused agent', () => {
  it('does not run when asked to, and says how to resume it', async () => {
    const { life } = createHarness({ agents: [twoSteps()] });
    life.ledger.pauses.set(PAUSE, OWNER);
    await expect(life.orchestrator.runAgent('walker', 'gbp')).rejects.toMatchObject({
      code: 'agent_paused',
      message: 'ada paused Walker: stocktake',
      next: expect.stringContaining('Resume it first'),
    });
    life.ledger.pauses.lift('walker', null, OWNER);
    expect(await life.orchestrator.runAgent('walker', 'gbp')).toMatchObject({ state: 'completed' });
  });

  it('ends what runs at its next step', async () => {
    const harness = createHarness({ agents: [twoSteps(() => life.ledger.pauses.set(PAUSE, OWNER))] });
    const { life } = harness;
    const run = await life.orchestrator.runAgent('walker', 'gbp');
    expect(run).toMatchObject({ state: 'stopped', error: { code: 'cancelled' } });
    expect(life.ledger.runs.steps(run.id).map(({ name }) => name)).toEqual(['one']);
  });

  it('is passed over by the schedule, and caught up with once when it is resumed', async () => {
    const harness = createHarness({ agents: [twoSteps()] });
    const { life, clock } = harness;
    life.ledger.pauses.set(PAUSE, OWNER);
    life.orchestrator.start();
    await clock.advance(3 * 3_600_000);
    expect(life.ledger.runs.list()).toEqual([]);
    expect(life.orchestrator.status().agents).toMatchObject([{ nextAt: null }]);
    life.ledger.pauses.lift('walker', null, OWNER);
    await clock.advance(60_000);
    expect(life.ledger.runs.list()).toMatchObject([{ state: 'completed' }]);
  });

  it('is not taken up again after a crash', async () => {
    const harness = createHarness({ agents: [twoSteps()] });
    const { ledger } = harness.life;
    ledger.runs.start({ agent: 'walker', storeId: 'gbp', trigger: 'schedule' });
    ledger.pauses.set(PAUSE, OWNER);
    const next = harness.reopen();
    next.orchestrator.start();
    expect(next.ledger.runs.list()).toMatchObject([{ state: 'stopped' }]);
  });
});
