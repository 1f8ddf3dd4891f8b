/** The mirror's migrations in order; a released one is never changed. */
import type { Migration } from '../../sqlite/open.ts';
import { tables } from './0001-tables.ts';
import { imported } from './0002-imported.ts';
import { outlooks } from './0003-outlooks.ts';
import { noCovers } from './0004-no-covers.ts';
import { demandSpread } from './0005-demand-spread.ts';
import { outlookInputs } from './0006-outlook-inputs.ts';
import { ownCosts } from './0007-own-costs.ts';
import { salesClass } from './0008-sales-class.ts';
import { counts } from './0009-counts.ts';
import { noLargeLines } from './0010-no-large-lines.ts';

export const migrations: readonly Migration[] = [
  tables,
  imported,
  outlooks,
  noCovers,
  demandSpread,
  outlookInputs,
  ownCosts,
  salesClass,
  counts,
  noLargeLines,
];
