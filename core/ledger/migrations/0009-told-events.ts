/** The history that a person reads, found without walking through the progress of every sync and run. */
import type { Migration } from '../../sqlite/open.ts';

export const toldEvents: Migration = {
  version: 9,
  name: 'index of told events',
  up: (db) => {
    db.exec(`CREATE INDEX events_told ON events (store, at, id) WHERE kind NOT GLOB '*.progressed'`);
  },
};
