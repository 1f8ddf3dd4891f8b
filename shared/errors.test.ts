import { describe, expect, it } from 'vitest';
import { statedError } from './errors.ts';

describe('an error that came over a wire', () => {
  it('is taken as it was stated, also with a code of a newer program', () => {
    const stated = { code: 'of_tomorrow', message: 'It failed.', next: 'Try again.', details: { id: 7 } };
    expect(statedError(stated)).toEqual(stated);
    expect(statedError({ ...stated, details: 'none' })).toMatchObject({ details: undefined });
  });

  it('is none where a part is missing or is no text', () => {
    for (const other of [
      null,
      'failed',
      {},
      { code: 'x', message: 'y' },
      { code: 1, message: 'y', next: 'z' },
    ])
      expect(statedError(other)).toBeNull();
  });
});
