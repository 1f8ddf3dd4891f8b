/** The ledger's migrations in order; a released one is never changed. */
import type { Migration } from '../../sqlite/open.ts';
import { tables } from './0001-tables.ts';
import { auditSubject } from './0002-audit-subject.ts';
import { imports } from './0003-imports.ts';
import { importRefusals } from './0004-import-refusals.ts';
import { decisions } from './0005-decisions.ts';
import { oversight } from './0006-oversight.ts';
import { purchasing } from './0007-purchasing.ts';
import { purchasingBudgets } from './0008-purchasing-budgets.ts';
import { toldEvents } from './0009-told-events.ts';
import { shelfLife } from './0010-shelf-life.ts';
import { supplyOffers } from './0011-supply-offers.ts';
import { stocktakesReopened } from './0012-stocktakes-reopened.ts';
import { noFirstReceipt } from './0013-no-first-receipt.ts';

export const LEDGER_MIGRATIONS: readonly Migration[] = [
  tables,
  auditSubject,
  imports,
  importRefusals,
  decisions,
  oversight,
  purchasing,
  purchasingBudgets,
  toldEvents,
  shelfLife,
  supplyOffers,
  stocktakesReopened,
  noFirstReceipt,
];
