import { describe, expect, it } from 'vitest';
import { csvLine } from './csv-line.ts';

describe('a line of CSV', () => {
  it('quotes what would end a cell, and leaves numbers alone', () => {
    expect(csvLine(['a "b", c', 3.5, null, '-5', '  x', 'a;b'])).toBe(`"a ""b"", c",3.5,,-5,"  x","a;b"\r\n`);
  });

  it.each(['=1+1', '+1', '-1+2', '@SUM(A1)', '|cmd', '%1', '\t=1', ' =1', '＝1', '\r=1', '+44 20'])(
    'does not let %j run as a formula',
    (text) => {
      expect(csvLine([text]).replace(/^"/, '')).toMatch(/^'/);
    },
  );
});
