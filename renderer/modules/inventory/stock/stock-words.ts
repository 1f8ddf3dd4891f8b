/** States of stock with their sign, and days left in words. */
import type { StockLine, StockState } from '../../../../shared/contract/stock-table-schemas.ts';
import type { IconName } from '../../../ui/icon.tsx';
import type { Tone } from '../../../ui/pill.tsx';
import { words } from '../../../ui/words.ts';

export interface StateSign {
  word: string;
  tone: Tone;
  icon: IconName;
}

export const STATES: Readonly<Record<StockState, StateSign>> = {
  out: { word: 'Out', tone: 'risk', icon: 'cross' },
  order_now: { word: 'Order now', tone: 'risk', icon: 'warning' },
  out_first: { word: 'Runs out first', tone: 'risk', icon: 'truck' },
  soon: { word: 'Order soon', tone: 'wait', icon: 'clock' },
  fine: { word: 'Fine', tone: 'good', icon: 'check' },
  overstock: { word: 'Too much', tone: 'quiet', icon: 'up' },
  dead: { word: 'Not selling', tone: 'quiet', icon: 'minus' },
  unknown: { word: 'Not known', tone: 'quiet', icon: 'help' },
};

/** In the order that they need a person. */
export const STATE_ORDER = Object.keys(STATES) as StockState[];

/** "12 d", "10 years +", "out", "not known". */
export function daysLeftWords({ daysLeft, state }: Pick<StockLine, 'daysLeft' | 'state'>): string {
  if (state === 'out') return 'out';
  if (daysLeft === null) return 'not known';
  return daysLeft.days === null ? '10 years +' : `${words.count(Math.max(0, Math.floor(daysLeft.days)))} d`;
}

/** "7 to 19 days in four futures of five"; null where there is no outlook, or nothing left. */
export function rangeWords({ daysLeft, state }: Pick<StockLine, 'daysLeft' | 'state'>): string | null {
  if (state === 'out' || daysLeft === null || daysLeft.low === null) return null;
  const low = Math.max(0, Math.floor(daysLeft.low));
  if (daysLeft.high === null)
    return `${words.plural(low, 'day')} to more than ten years in four futures of five`;
  return `${words.count(low)} to ${words.plural(Math.ceil(daysLeft.high), 'day')} in four futures of five`;
}

/** "3.4", "0.04": two figures that say something. */
export function perDayWords(perDay: number | null): string {
  if (perDay === null || !Number.isFinite(perDay)) return 'not known';
  return words.count(perDay >= 10 ? Math.round(perDay) : Number(perDay.toPrecision(2)));
}
