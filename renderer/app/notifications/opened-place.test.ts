import { describe, expect, it } from 'vitest';
import { openedPlace } from './opened-place.ts';

const MODULES = [{ id: 'approvals' }, { id: 'system' }, { id: 'agents' }];

describe('where a notification leads', () => {
  it('is the action itself', () => {
    expect(openedPlace({ module: 'approvals', id: 12 }, MODULES)).toBe('#/approvals/12');
    expect(openedPlace({ module: 'approvals', id: 'audit' }, MODULES)).toBe('#/approvals/audit');
  });

  it('is the module where that shows everything on one page', () => {
    expect(openedPlace({ module: 'system', id: 'stop' }, MODULES)).toBe('#/system');
    expect(openedPlace({ module: 'approvals', id: null }, MODULES)).toBe('#/approvals');
  });

  it('is nowhere in a version without that module', () => {
    expect(openedPlace({ module: 'revenue', id: null }, MODULES)).toBeNull();
  });
});
