/** The edits of `npm run sabotage` fit the code as it is, and docs/security.md names each. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SABOTAGES } from './sabotages.ts';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

describe('sabotages', () => {
  const page = read('docs/security.md');
  const named = [...page.matchAll(/`((?:\d+-)?[a-z]+(?:-[a-z]+)*)` \|$/gm)].map(([, name]) => name!);

  it('are those that docs/security.md names, each once', () => {
    expect(named.toSorted()).toEqual(SABOTAGES.map(({ name }) => name).toSorted());
  });

  it.each(SABOTAGES)('$name has one place to edit, and a test to notice', ({ file, find, test }) => {
    expect(read(file).split(find)).toHaveLength(2);
    expect(read(test.file)).toContain(test.name);
    expect(page).toContain(file.split('/').at(-1));
  });
});
