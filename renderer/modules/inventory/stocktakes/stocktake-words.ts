/** Stocktakes in words. */
import type { RoyalClient } from '../../../../shared/contract/contract.ts';
import type { IconName } from '../../../ui/icon.tsx';
import type { Tone } from '../../../ui/pill.tsx';
import { words } from '../../../ui/words.ts';

export type Stocktake = Awaited<ReturnType<RoyalClient['stocktakes']['show']>>;
export type StocktakeLine = Awaited<ReturnType<RoyalClient['stocktakes']['lines']>>['rows'][number];

export const TAKE_STATES: Readonly<Record<Stocktake['state'], { word: string; tone: Tone; icon: IconName }>> =
  {
    counting: { word: 'Counting', tone: 'live', icon: 'edit' },
    finishing: { word: 'Going to the shop', tone: 'live', icon: 'sync' },
    finished: { word: 'Finished', tone: 'good', icon: 'check' },
    cancelled: { word: 'Given up', tone: 'quiet', icon: 'cross' },
  };

/** "+3", "−2", "0". */
export function signed(value: number): string {
  return value > 0 ? `+${words.count(value)}` : value < 0 ? `−${words.count(-value)}` : '0';
}

/** "+£12.40", "−£3.00". */
export function signedMoney({ minor, currency }: { minor: number; currency: string }): string {
  const size = words.money(Math.abs(minor), currency);
  return minor > 0 ? `+${size}` : minor < 0 ? `−${size}` : size;
}
