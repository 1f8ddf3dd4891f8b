/** Stock as an old mirror has it: what is expected to have sold since is taken off, and the owner is told. */
import type { AgentContext, Finding, StoreInfo, VariantFact } from '../../shared/agent.ts';
import { counted } from '../../shared/counted.ts';
import { DAY_MS, dayOf, formatDay } from '../../shared/time.ts';
import type { Assessment } from './assessment.ts';
import { average, needByDay } from './daily-need.ts';
import type { VariantDemand } from './demand-series.ts';
import type { SpreadOutlook } from './outlook.ts';

/** What sells in less is within the forecast's own error. */
const OLD_DAYS = 1;

/** How old the stock is, where that matters; else 0. */
export function daysOld({ mirror, now }: Pick<AgentContext, 'mirror' | 'now'>): number {
  const days = (now - (mirror.syncedAt() ?? now)) / DAY_MS;
  return days > OLD_DAYS ? days : 0;
}

/** Units expected to be left by now; what is not there can't sell. */
export function leftAfter(
  { available }: VariantFact,
  { fan, passed, spread }: SpreadOutlook,
  { restockRate }: VariantDemand,
  days: number,
): number {
  // A forecast taken over from the run before may have lost the days that are over: the next ones stand for them then.
  const mean = passed.length > 0 ? passed : fan.mean.slice(0, Math.ceil(days));
  const sold = average(needByDay({ mean, restockRate, spread })) * days;
  return Math.max(Math.min(available, 0), available - Math.round(sold));
}

/** One for the whole store: every line of it rests on the same. */
export function staleStock(
  { mirror, now }: Pick<AgentContext, 'mirror' | 'now'>,
  store: StoreInfo,
  assessments: readonly Assessment[],
): Finding[] {
  const days = Math.floor(daysOld({ mirror, now }));
  if (days === 0) return [];
  const seen = formatDay(dayOf(mirror.syncedAt()!, store.zone));
  const less = assessments.filter(({ soldSince }) => soldSince > 0);
  const units = less.reduce((sum, { soldSince }) => sum + soldSince, 0);
  const taken =
    units === 0
      ? 'nothing is expected to have sold since'
      : `${counted(units, 'unit')} of ${counted(less.length, 'variant')} taken off as sold since`;
  return [
    {
      kind: 'stale_stock',
      severity: 'watch',
      title: `Stock as of ${counted(days, 'day')} ago: ${taken}`,
      subject: { kind: 'store', id: store.id },
      evidence: [
        {
          kind: 'stale_stock',
          text:
            `What the shop had was last read on ${seen}. ${taken[0]!.toUpperCase()}${taken.slice(1)}, as the forecast has it; ` +
            'what came in and what sold beyond it since are not known. Sync the store, or import newer files, and run the agent again.',
          data: { syncedAt: seen, days, units, variants: less.length },
        },
      ],
    },
  ];
}
