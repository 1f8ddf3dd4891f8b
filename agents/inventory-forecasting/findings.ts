/** What the agent saw, beside what it proposes: short lists of the worst, and how many there are in all. */
import type { Finding, StoreInfo, VariantFact } from '../../shared/agent.ts';
import { counted, grouped } from '../../shared/counted.ts';
import { formatDay } from '../../shared/time.ts';
import { type Assessment, dailyOutlook } from './assessment.ts';
import { needByDay } from './daily-need.ts';
import { type NotReordered, REASONS, REMEDIES } from './eligibility.ts';
import { sellableBeforeExpiry } from './shelf-life.ts';

/** Findings of one kind shown one by one; the rest is told as a number. */
const SHOWN = 50;

export interface LeftOut {
  variant: VariantFact;
  reason: NotReordered;
}

const NOT_SURE =
  ' It is not sure that all of them come before: orders count from the day they are due, others from a lead time on.';

export function runningOut(assessments: readonly Assessment[]): Finding[] {
  const found = assessments
    .filter(
      ({ advice, terms }) =>
        advice.daysOfCover !== null && advice.daysOfCover <= terms.leadTimeDays + terms.reviewDays,
    )
    .filter(({ advice, dead }) => advice.perDay > 0 && !dead)
    .sort((a, b) => a.advice.daysOfCover! - b.advice.daysOfCover! || b.advice.perDay - a.advice.perDay);
  return shorten(found, ({ variant, advice, incoming, outlook }) => ({
    kind: 'running_out',
    severity: advice.quantity > 0 ? 'act' : 'watch',
    title:
      variant.available <= 0
        ? `${variant.title} is out of stock`
        : `${variant.title} runs out ${inDays(advice.daysOfCover!)}`,
    subject: { kind: 'variant', id: variant.variantId },
    evidence: [
      {
        kind: 'days_of_cover',
        text: `${grouped(variant.available)} available, ${grouped(incoming)} on the way, ${grouped(advice.perDay)} needed a day.${advice.outBeforeArrival ? NOT_SURE : ''}`,
        data: {
          available: variant.available,
          incoming,
          perDay: advice.perDay,
          daysOfCover: advice.daysOfCover,
          orderBy: formatDay(advice.orderBy),
        },
      },
      { kind: 'forecast', text: outlook.explain, data: { method: outlook.method, mase: outlook.mase } },
    ],
  }));
}

/** What would be reordered, if the least that its supplier sends sold while it keeps. */
export function spoilsUnsold(assessments: readonly Assessment[]): Finding[] {
  const found = assessments.filter((one) => {
    const { variant, advice, dead, incoming } = one;
    return (
      advice.perDay > 0 &&
      !dead &&
      variant.available + incoming < advice.reorderPoint &&
      // Of an empty shelf: where enough is there already, nothing is amiss.
      sellableBeforeExpiry(0, needByDay(dailyOutlook(one)), one.terms) === 0
    );
  });
  return shorten(found, ({ variant, advice, terms }) => ({
    kind: 'spoils_unsold',
    severity: 'watch',
    title: `${variant.title}: the least order would spoil unsold`,
    subject: { kind: 'variant', id: variant.variantId },
    evidence: [
      {
        kind: 'shelf_life',
        text:
          `It keeps ${counted(terms.shelfLifeDays ?? 0, 'day')}, ${grouped(advice.perDay)} are needed a day, and ${terms.supplier} sends ` +
          `${terms.minimumUnits > terms.packSize ? `at least ${grouped(terms.minimumUnits)}` : `packs of ${grouped(terms.packSize)}`}. ` +
          'Ask for less at a time, or offer it no longer.',
        data: {
          shelfLifeDays: terms.shelfLifeDays ?? null,
          perDay: advice.perDay,
          packSize: terms.packSize,
          minimumUnits: terms.minimumUnits,
        },
      },
    ],
  }));
}

/** Store-wide remarks: what is missing, what was left out, how good the forecasts are. */
export function remarks(
  store: StoreInfo,
  assessments: readonly Assessment[],
  leftOut: readonly LeftOut[],
  historyLimited: boolean,
): Finding[] {
  const findings: Finding[] = [];
  const subject = { kind: 'store' as const, id: store.id };
  const uncosted = assessments.filter(({ variant }) => variant.unitCost === null);
  if (uncosted.length > 0) {
    findings.push({
      kind: 'unknown_cost',
      severity: 'watch',
      title: `${grouped(uncosted.length)} of ${counted(assessments.length, 'variant')} ${uncosted.length === 1 ? 'has' : 'have'} no unit cost`,
      subject,
      evidence: [
        {
          kind: 'unknown_cost',
          text: 'Margins and order totals leave them out. Set “Cost per item” in Shopify, or fill it in with the suppliers.',
          data: {
            variantIds: uncosted.slice(0, SHOWN).map(({ variant }) => variant.variantId),
            total: uncosted.length,
          },
        },
      ],
    });
  }
  const tested = assessments.filter(({ outlook }) => outlook.mase !== null && outlook.naiveMase !== null);
  if (tested.length > 0) {
    const fell = tested.filter(({ outlook }) => outlook.fellBack).length;
    const mean = (pick: (one: Assessment) => number) =>
      Math.round((tested.reduce((sum, one) => sum + pick(one), 0) / tested.length) * 1000) / 1000;
    const mase = mean(({ outlook }) => outlook.mase!);
    const naiveMase = mean(({ outlook }) => outlook.naiveMase!);
    findings.push({
      kind: 'forecast_quality',
      severity: 'info',
      title: `Forecasts: error ${mase} against ${naiveMase} of last week repeated`,
      subject,
      evidence: [
        {
          kind: 'backtest',
          text: `Of ${counted(tested.length, 'variant')} tested on their past, ${grouped(fell)} are forecast by repeating the last week, since no model did better.`,
          data: {
            series: tested.length,
            mase,
            naiveMase,
            fellBack: fell,
            untested: assessments.length - tested.length,
          },
        },
      ],
    });
  }
  if (leftOut.length + assessments.length === 0)
    findings.push({
      kind: 'no_products',
      severity: 'watch',
      title: 'No product is known',
      subject,
      evidence: [
        {
          kind: 'no_products',
          text: 'Sync the store, or import Shopify’s export of its products and stock.',
        },
      ],
    });
  if (leftOut.length > 0) {
    const byReason = new Map<NotReordered, number>();
    for (const { reason } of leftOut) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
    const nothing = assessments.length === 0;
    findings.push({
      // Then it is why nothing is proposed at all.
      kind: nothing ? 'nothing_reordered' : 'not_reordered',
      severity: nothing || byReason.has('no_supplier') ? 'watch' : 'info',
      title: nothing
        ? `None of the ${grouped(leftOut.length)} variants can be reordered`
        : `${grouped(leftOut.length)} variants are not reordered`,
      subject,
      evidence: [...byReason]
        .sort((a, b) => b[1] - a[1])
        .map(([reason, total]) => ({
          kind: reason,
          text: `${grouped(total)}: ${REASONS[reason]}.${REMEDIES[reason] ? ` ${REMEDIES[reason]}.` : ''}`,
          data: {
            total,
            variantIds: leftOut
              .filter((one) => one.reason === reason)
              .slice(0, SHOWN)
              .map(({ variant }) => variant.variantId),
          },
        })),
    });
  }
  if (historyLimited) {
    findings.push({
      kind: 'history_limited',
      severity: 'watch',
      title: 'Only the last 60 days of orders are known',
      subject,
      evidence: [
        {
          kind: 'history_limited',
          text: 'Shopify gives older orders to apps with the scope read_all_orders; seasons are unknown until then.',
        },
      ],
    });
  }
  return findings;
}

function inDays(n: number): string {
  if (n < 1) return 'within a day';
  return n < 2 ? 'in 1 day' : `in ${Math.floor(n)} days`;
}

/** The first of them, told, and how many more there are. */
export function shorten<Found>(found: readonly Found[], told: (one: Found) => Finding): Finding[] {
  const findings = found.slice(0, SHOWN).map(told);
  const rest = found.length - SHOWN;
  if (rest <= 0) return findings;
  const first = findings[0]!;
  return [
    ...findings,
    {
      kind: `${first.kind}_more`,
      severity: 'info',
      title: `${grouped(rest)} more like these`,
      evidence: [{ kind: 'count', text: `${grouped(found.length)} in all.`, data: { total: found.length } }],
    },
  ];
}
