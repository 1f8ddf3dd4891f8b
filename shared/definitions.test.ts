import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from './definitions.ts';

const PAGE = readFileSync(new URL('../docs/numbers.md', import.meta.url), 'utf8');
const SECTION = PAGE.slice(PAGE.indexOf('## Figures on the screens'));

describe('the figures on the screens', () => {
  it('are defined in docs/numbers.md in the words that the page shows, none more and none less', () => {
    const lines = SECTION.split('\n').filter((line) => line.startsWith('- '));
    expect(lines).toEqual(
      Object.values(DEFINITIONS).map(
        ({ label, meaning, unit, source }) => `- **${label}** (${unit}): ${meaning} From ${source}.`,
      ),
    );
  });
});
