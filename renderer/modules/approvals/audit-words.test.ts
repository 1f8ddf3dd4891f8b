import { describe, expect, it } from 'vitest';
import { entryWords, whoWords } from './audit-words.ts';

describe('an entry of the record', () => {
  it('is told as what was done to what', () => {
    expect(entryWords({ kind: 'action.approved', subject: 'action:12' })).toBe('Approved: action 12');
    expect(entryWords({ kind: 'decisions.approved_together', subject: null })).toBe(
      'Approved together: decisions',
    );
    expect(entryWords({ kind: 'restored', subject: null })).toBe('Restored');
  });

  it('names who did it as the owner knows them', () => {
    const names = { agent: () => 'Inventory forecasting' };
    expect(
      ['agent inventory-forecasting', 'person Ada', 'policy autonomy', 'system executor', 'someone'].map(
        (actor) => whoWords(actor, names),
      ),
    ).toEqual(['Inventory forecasting', 'Ada', 'your limits', 'the program', 'someone']);
  });
});
