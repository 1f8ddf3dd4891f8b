/** Every module's styles stay once they have come: a class that two of them name would look as whichever came last has it. */
import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const RENDERER = new URL('../', import.meta.url).pathname;
/** What a page hides on paper is another's to draw. */
const ON_PAPER = /@media print \{(?:[^{}]*\{[^{}]*\})*\s*\}/g;
/** A selector's first class, of rules that begin with one: what stands behind it is within the module's own. */
const FIRST_CLASS = /(?:^|[{},])\s*\.([\w-]+)\s*(?=[{,:[])/gm;

it('no class is given its looks by two modules', () => {
  const owners = new Map<string, Set<string>>();
  for (const file of globSync(['modules/**/*.css', 'setup/**/*.css', 'app/**/*.css'], { cwd: RENDERER })) {
    const text = readFileSync(RENDERER + file, 'utf8')
      .replaceAll(/\/\*.*?\*\//gs, '')
      .replaceAll(ON_PAPER, '');
    const owner = file.split('/').slice(0, 2).join('/');
    for (const [, name] of text.matchAll(FIRST_CLASS))
      owners.set(name!, (owners.get(name!) ?? new Set()).add(owner));
  }
  expect(owners.size).toBeGreaterThan(100);
  const shared = [...owners].filter(([, by]) => by.size > 1).map(([name, by]) => [name, ...by].join(' '));
  expect(shared).toEqual([]);
});
