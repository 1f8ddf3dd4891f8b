import { describe, expect, it } from 'vitest';
import { signed, signedMoney } from './stocktake-words.ts';

describe('a difference', () => {
  it('carries its sign, and none where there is no difference', () => {
    expect([3, -2, 0].map(signed)).toEqual(['+3', '−2', '0']);
    expect(signedMoney({ minor: -300, currency: 'GBP' })).toMatch(/^−£3\.00$/);
    expect(signedMoney({ minor: 0, currency: 'JPY' })).not.toMatch(/[+−]/);
  });
});
