/** What a forecast was made of, so that a run works out again only what that has changed of. */
import type { Migration } from '../../sqlite/open.ts';

export const outlookInputs: Migration = {
  version: 6,
  name: 'what outlooks were made of',
  up: (db) => {
    db.exec(`ALTER TABLE outlooks ADD COLUMN input TEXT;
      ALTER TABLE outlooks ADD COLUMN tests TEXT;`);
  },
};
