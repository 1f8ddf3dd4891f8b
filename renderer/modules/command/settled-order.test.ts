import { describe, expect, it } from 'vitest';
import { settledOrder } from './settled-order.ts';

const order = (part: Partial<Parameters<typeof settledOrder>[0]>): number[] =>
  settledOrder({ before: [], ranked: [], kept: [], shown: 3, held: false, ...part });

describe('the order of what needs a person', () => {
  it('is by rank, the first few', () => {
    expect(order({ ranked: [7, 3, 9, 1] })).toEqual([7, 3, 9]);
    expect(order({ before: [3, 9, 1], ranked: [7, 3, 9, 1] })).toEqual([7, 3, 9]);
  });

  it('does not move under a hand, whatever becomes more pressing', () => {
    expect(order({ before: [3, 9, 1], ranked: [7, 3, 9, 1], held: true })).toEqual([3, 9, 1]);
  });

  it('keeps what was decided here in its place, and fills up with the next', () => {
    expect(order({ before: [7, 3, 9], ranked: [3, 9, 1], kept: [7], held: true })).toEqual([7, 3, 9, 1]);
    expect(order({ before: [7, 3, 9], ranked: [7, 9, 1], kept: [3] })).toEqual([7, 3, 9, 1]);
  });

  it('drops what was decided elsewhere', () => {
    expect(order({ before: [7, 3, 9], ranked: [7, 9], held: true })).toEqual([7, 9]);
  });
});
