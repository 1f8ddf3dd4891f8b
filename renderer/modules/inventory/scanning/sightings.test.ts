import { describe, expect, it } from 'vitest';
import { sightings } from './sightings.ts';

/** What is counted of pictures that come every `everyMs`; '' is one in which nothing was read. */
function counted(pictures: readonly string[], everyMs: number): string[] {
  const look = sightings();
  return pictures.flatMap((code, index) => look(code === '' ? [] : [code], index * everyMs));
}

const blind = (times: number): string[] => Array<string>(times).fill('');

describe('a code held into the camera', () => {
  it('is one piece as long as it is seen', () => {
    expect(counted(Array<string>(50).fill('a'), 150)).toEqual(['a']);
  });

  it('is the same piece where pictures between were blurred, however slowly they are looked at', () => {
    expect(counted(['a', ...blind(2), 'a', ...blind(3), 'a'], 150)).toEqual(['a']);
    expect(counted(['a', '', 'a', ...blind(3), 'a'], 1_000)).toEqual(['a']);
  });

  it('is the next one once it was gone for a while', () => {
    expect(counted(['a', ...blind(8), 'a'], 150)).toEqual(['a', 'a']);
    expect(counted(['a', ...blind(4), 'a'], 1_000)).toEqual(['a', 'a']);
    expect(counted(['a', ...blind(7), 'a'], 150)).toEqual(['a']);
  });

  it('is counted beside others, and once where a picture has it twice', () => {
    const look = sightings();
    expect(look(['a', 'b', 'a'], 0)).toEqual(['a', 'b']);
    expect(look(['b', 'c'], 150)).toEqual(['c']);
  });
});
