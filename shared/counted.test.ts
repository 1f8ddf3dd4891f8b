import { describe, expect, it } from 'vitest';
import { counted, grouped } from './counted.ts';

describe('numbers in sentences', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [17097, '17,097'],
    [-1204.5, '-1,204.5'],
    [0.456, '0.46'],
  ])('%d is written %s', (n, text) => expect(grouped(n)).toBe(text));

  it('are counted with their noun', () => {
    expect(counted(1, 'line')).toBe('1 line');
    expect(counted(3000, 'line')).toBe('3,000 lines');
  });
});
