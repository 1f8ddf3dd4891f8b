/** How far a forecast is to be trusted, in plain words, from what its tests on the past have shown. */
import type { ProductDemand } from '../../shared/contract/product-schemas.ts';
import type { OutlookRow } from '../mirror/outlooks.ts';

type Honesty = ProductDemand['honesty'];

/** Eight weeks: below, the tests are too short to say much. */
const SHORT_DAYS = 56;

export function honestyOf(outlook: OutlookRow | null): Honesty {
  if (!outlook?.fan)
    return {
      method: null,
      explain: null,
      mase: null,
      naiveMase: null,
      coverage: null,
      fallback: null,
      verdict: 'There is no forecast to judge.',
    };
  const { method, explain, mase, naiveMase, coverage } = outlook;
  return {
    method,
    explain,
    mase,
    naiveMase,
    coverage,
    fallback: outlook.fellBack
      ? 'No model did better on the past than repeating last week, so last week is repeated.'
      : null,
    verdict: verdictOf(outlook),
  };
}

function verdictOf({ mase, naiveMase, coverage, fellBack, historyDays }: OutlookRow): string {
  if (mase === null || naiveMase === null || naiveMase === 0)
    return `Untested: ${historyDays} ${historyDays === 1 ? 'day' : 'days'} of history are too few, or too quiet, to try it on.`;
  const better = Math.round((1 - mase / naiveMase) * 100);
  const error = fellBack
    ? 'No better than repeating last week.'
    : better > 0
      ? `Its error was ${better}% smaller than that of repeating last week.`
      : 'Its error was no smaller than that of repeating last week; it was chosen for missing large days by less.';
  const range =
    coverage === null
      ? ''
      : ` Of the days tested, ${Math.round(coverage * 100)}% fell into the range that should hold 80%.`;
  const short = historyDays < SHORT_DAYS ? ' It rests on less than eight weeks.' : '';
  return `${error}${range}${short}`;
}
