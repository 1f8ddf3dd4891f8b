import { describe, expect, it } from 'vitest';
import { sellableBeforeExpiry } from './shelf-life.ts';

const TWO_A_DAY = new Array<number>(60).fill(2);
const TERMS = { leadTimeDays: 14, shelfLifeDays: 10 };

describe('goods that expire', () => {
  it('are ordered for as long as they last', () => {
    expect(sellableBeforeExpiry(100, 1, 0, TWO_A_DAY, TERMS)).toBe(20);
    expect(sellableBeforeExpiry(5, 1, 0, TWO_A_DAY, TERMS)).toBe(5);
  });

  it('wait behind what is there when they arrive', () => {
    expect(sellableBeforeExpiry(100, 1, 40, TWO_A_DAY, TERMS)).toBe(8);
    expect(sellableBeforeExpiry(100, 1, 500, TWO_A_DAY, TERMS)).toBe(0);
  });

  it('come in whole packs that sell to the last', () => {
    expect(sellableBeforeExpiry(100, 12, 0, TWO_A_DAY, TERMS)).toBe(12);
  });
});
