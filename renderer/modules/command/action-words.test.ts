import { describe, expect, it } from 'vitest';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { effectTone, stateSign } from './action-words.ts';

const withEffect = (low: number, high: number): ActionRow =>
  ({ effect: { low, mid: (low + high) / 2, high, currency: 'GBP', days: 28, of: 'margin' } }) as ActionRow;

describe("an effect's colour", () => {
  it('is good only where the whole range is', () => {
    expect(effectTone(withEffect(0, 200))).toBe('tone-good');
    expect(effectTone(withEffect(-100, 200))).toBe('tone-wait');
    expect(effectTone(withEffect(-300, -100))).toBe('tone-risk');
  });
});

describe('what is approved', () => {
  it('is not said to be about to go out while all is stopped', () => {
    expect(stateSign('approved', false).word).toBe('Approved, about to go out');
    expect(stateSign('approved', true).word).toBe('Approved, goes out once you resume');
  });
});
