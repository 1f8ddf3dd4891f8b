import { describe, expect, it } from 'vitest';
import { onePath } from './one-path.ts';

describe('several paths in one', () => {
  it('are put one after the other where they begin at a place', () => {
    expect(onePath(['M5 12h14', 'M12 5v14'])).toBe('M5 12h14M12 5v14');
  });

  it('begin from the origin where they began with a move from where nothing was', () => {
    expect(onePath(['M5 12h14', 'm2 3h4'])).toBe('M5 12h14M2 3h4');
    expect(onePath(['m.5-.5v3'])).toBe('M.5 -.5v3');
  });

  it('go on with lines from point to point after such a move', () => {
    expect(onePath(['m9 18 6-6-6-6'])).toBe('M9 18l6-6-6-6');
    expect(onePath(['m15 9-6 6'])).toBe('M15 9l-6 6');
    expect(onePath(['m7.5 4.27 9 5.15'])).toBe('M7.5 4.27l9 5.15');
  });

  it('stay as they are where they move on later', () => {
    expect(onePath(['M3 9h18m-9 3v5'])).toBe('M3 9h18m-9 3v5');
  });
});
