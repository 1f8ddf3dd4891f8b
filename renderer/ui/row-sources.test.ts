import { describe, expect, it } from 'vitest';
import { pagesAround } from './row-sources.ts';

describe('pages of a long table', () => {
  it('are the first, those in sight, and one to either side', () => {
    expect(pagesAround({ first: 7, last: 8 }, 999)).toEqual([0, 6, 7, 8, 9]);
  });

  it('are each asked for once', () => {
    expect(pagesAround({ first: 0, last: 0 }, 999)).toEqual([0, 1]);
    expect(pagesAround({ first: 1, last: 1 }, 999)).toEqual([0, 1, 2]);
  });

  it('are none beyond the last', () => {
    expect(pagesAround({ first: 0, last: 0 }, 0)).toEqual([0]);
    expect(pagesAround({ first: 9, last: 9 }, 9)).toEqual([0, 8, 9]);
  });
});
