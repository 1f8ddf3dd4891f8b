/** Audit rows are found by what they are about. */
import type { Migration } from '../../sqlite/open.ts';

export const auditSubject: Migration = {
  version: 2,
  name: 'audit rows found by their subject',
  up(db) {
    db.exec(SQL);
  },
};

const SQL = `
CREATE INDEX audit_subject ON audit (subject, number) WHERE subject IS NOT NULL;
`;
