/** What the figures of the first page mean, each with what it is compared with. */
import { DEFINITIONS } from '../../../shared/definitions.ts';

const usual = `Compared with the usual by now. ${DEFINITIONS.usual.meaning}`;

export const MEANINGS = {
  netSales: `${DEFINITIONS.todayNetSales.meaning} ${usual}`,
  orders: `${DEFINITIONS.todayOrders.meaning} ${usual}`,
  margin: `${DEFINITIONS.grossMargin.meaning} Compared with the 28 days before those.`,
  runningOut: `${DEFINITIONS.runningOut.meaning} At risk: ${DEFINITIONS.atRisk.meaning}`,
  horizon: `${DEFINITIONS.daysLeft.meaning} ${DEFINITIONS.orderBy.meaning} The mark on a bar is how long goods take: magenta is gone before they could come, amber must be ordered within a week, green is covered.`,
} as const;
