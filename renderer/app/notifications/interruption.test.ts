import { describe, expect, it } from 'vitest';
import type { EventView } from '../../../shared/contract/schemas.ts';
import { endedBy, interruptionIn } from './interruption.ts';

const NOW = 1_800_000_000_000;
const raised = (data: Record<string, unknown>, at = NOW): EventView => ({
  seq: 1,
  at,
  storeId: 'main',
  kind: 'notification.raised',
  data: {
    notificationId: 7,
    severity: 'critical',
    title: 'Look in the shop',
    text: 'Nobody can tell.',
    open: { module: 'nowhere', id: 1 },
    interrupts: ['ada'],
    ...data,
  },
});

describe('an interruption', () => {
  it('is for the people that it names', () => {
    expect(interruptionIn(raised({}), 'ada', NOW)).toEqual({
      id: 7,
      title: 'Look in the shop',
      text: 'Nobody can tell.',
      tone: 'risk',
      place: null,
    });
    expect(interruptionIn(raised({}), 'bob', NOW)).toBeNull();
    expect(interruptionIn(raised({ interrupts: [] }), 'ada', NOW)).toBeNull();
  });

  it('is of now: what is caught up with after a gap waits under the bell', () => {
    expect(interruptionIn(raised({}, NOW - 61_000), 'ada', NOW)).toBeNull();
  });

  it('ends with what it told of', () => {
    expect(endedBy({ ...raised({ notificationIds: [7, 9] }), kind: 'notification.over' })).toEqual([7, 9]);
    expect(endedBy(raised({}))).toEqual([]);
  });

  it('comes of no other event', () => {
    expect(interruptionIn({ ...raised({}), kind: 'action.failed' }, 'ada', NOW)).toBeNull();
  });
});
