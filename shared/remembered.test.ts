import { expect, it } from 'vitest';
import { remembered } from './remembered.ts';

it('asks once for each key, also where there is no answer', () => {
  const asked: string[] = [];
  const lengthOf = remembered((word: string) => {
    asked.push(word);
    return word === '' ? undefined : word.length;
  });
  expect(['four', '', 'four', '', 'six'].map(lengthOf)).toEqual([4, undefined, 4, undefined, 3]);
  expect(asked).toEqual(['four', '', 'six']);
});
