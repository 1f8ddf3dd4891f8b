import { describe, expect, it } from 'vitest';
import { pagesAround } from './row-sources.ts';

describe('further pages of a long table', () => {
  it('are those in sight, and one to either side', () => {
    expect(pagesAround({ first: 7, last: 8 }, 999)).toEqual([6, 7, 8, 9]);
  });

  it('are never the first again, which is there anyway', () => {
    expect(pagesAround({ first: 0, last: 0 }, 999)).toEqual([1]);
    expect(pagesAround({ first: 1, last: 1 }, 999)).toEqual([1, 2]);
  });

  it('are none beyond the last', () => {
    expect(pagesAround({ first: 0, last: 0 }, 0)).toEqual([]);
    expect(pagesAround({ first: 0, last: 0 }, -1)).toEqual([]);
    expect(pagesAround({ first: 9, last: 9 }, 9)).toEqual([8, 9]);
  });
});
