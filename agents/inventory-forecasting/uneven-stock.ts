/** Stock in the wrong place: one location runs out before the next review while another has more than it needs. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AgentContext, Finding, Shelf } from '../../shared/agent.ts';
import { counted, grouped } from '../../shared/counted.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { DAY_MS } from '../../shared/time.ts';
import type { Assessment } from './assessment.ts';
import { shorten } from './findings.ts';
import { type LocationStock, type Transfer, transfersBetween } from './transfers.ts';

/** As long as sales classes and idle stock look back. */
const LOOK_BACK_DAYS = 90;
/** A store's orders of a quarter are read a week at a time: whoever asks meanwhile is answered. */
const STRIDE_DAYS = 7;
/** From fewer units nobody can tell which part goes out from where. */
const FEWEST_UNITS = 10;

export interface Place extends Shelf {
  /** Units that went out from there in the last 90 days. */
  sent: number;
}

/** By variant, for those that lie in several places. */
export async function readPlaces({
  mirror,
  now,
  signal,
}: Pick<AgentContext, 'mirror' | 'now' | 'signal'>): Promise<Map<ShopifyId, Place[]>> {
  const bare = mirror.shelves().map((shelf): Place => ({ ...shelf, sent: 0 }));
  const places = Map.groupBy(bare, ({ variantId }) => variantId);
  if (places.size === 0) return places;
  for (let since = now - LOOK_BACK_DAYS * DAY_MS; since < now; since += STRIDE_DAYS * DAY_MS) {
    const until = Math.min(now, since + STRIDE_DAYS * DAY_MS);
    for (const { variantId, locationId, units } of mirror.sentUnits(since, until)) {
      const place = places.get(variantId)?.find((one) => one.locationId === locationId);
      if (place) place.sent += units;
    }
    await nextTurn();
    signal.throwIfAborted();
  }
  return places;
}

/** Soonest out first. */
export function unevenStock(
  assessments: readonly Assessment[],
  places: ReadonlyMap<ShopifyId, readonly Place[]>,
): Finding[] {
  const found = assessments
    .flatMap((assessment) => {
      const needs = needsOf(assessment, places.get(assessment.variant.variantId) ?? []);
      const transfers = transfersBetween(needs);
      return transfers.length === 0 ? [] : [{ assessment, needs, transfers }];
    })
    .sort((a, b) => soonest(a.needs) - soonest(b.needs));
  return shorten(found, ({ assessment: { variant }, needs, transfers }) => ({
    kind: 'uneven_stock',
    severity: 'watch',
    title: `${variant.title}: move ${transferText(transfers, needs)}`,
    subject: { kind: 'variant', id: variant.variantId },
    evidence: needs
      .filter(({ locationId }) => transfers.some(({ from, to }) => from === locationId || to === locationId))
      .map((need) => ({
        kind: 'location_stock',
        text: needText(need),
        data: {
          locationId: need.locationId,
          available: need.available,
          incoming: need.incoming,
          sent: need.sent,
          perDay: need.perDay,
          keeps: need.keeps,
        },
      })),
  }));
}

interface Need extends Place, LocationStock {
  /** Of what went out, from 0 to 1. */
  share: number;
  perDay: number;
  daysOfCover: number;
  /** Units that last until the next order's goods are in. */
  keeps: number;
  lacks: boolean;
}

/**
 * A place needs its share of what the variant needs, and of the reserve the root of its share: the spread of demands that
 * do not hang together adds up in squares (the square-root law; Maister, International Journal of Physical Distribution
 * 6(3), 1976). Only one that is out before the next review takes, counting what is on its way there; only from a shelf
 * that lasts longer is given.
 */
function needsOf({ advice, terms }: Assessment, places: readonly Place[]): Need[] {
  const sent = places.reduce((sum, place) => sum + place.sent, 0);
  if (sent < FEWEST_UNITS) return [];
  return places.map((place) => {
    const share = place.sent / sent;
    const perDay = advice.perDay * share;
    const keeps = (advice.orderUpTo - advice.safetyStock) * share + advice.safetyStock * Math.sqrt(share);
    const daysOfCover = perDay > 0 ? Math.max(0, place.available) / perDay : Number.POSITIVE_INFINITY;
    const lacks = daysOfCover < terms.reviewDays;
    return {
      ...place,
      share,
      perDay,
      daysOfCover,
      lacks,
      keeps,
      lacking: lacks ? keeps - place.available - place.incoming : 0,
      spare: lacks ? 0 : place.available - keeps,
    };
  });
}

function soonest(needs: readonly Need[]): number {
  return Math.min(...needs.map(({ daysOfCover }) => daysOfCover));
}

function transferText(transfers: readonly Transfer[], needs: readonly Need[]): string {
  const name = (id: number): string => needs.find(({ locationId }) => locationId === id)!.location;
  return transfers
    .map(({ from, to, units }) => `${grouped(units)} from ${name(from)} to ${name(to)}`)
    .join(', ');
}

function needText({ location, available, share, perDay, daysOfCover, keeps, lacks }: Need): string {
  const percent = grouped(Math.round(share * 100));
  const sells = `${percent}% of the last ${LOOK_BACK_DAYS} days went out from there, ${grouped(perDay)} a day expected`;
  const stock = `${location}: ${grouped(available)} available`;
  if (!lacks)
    return `${stock}; ${sells}; ${grouped(Math.ceil(keeps))} of them last until the next order’s goods are in.`;
  const cover = daysOfCover < 1 ? 'less than a day' : counted(Math.floor(daysOfCover), 'day');
  return `${stock}, enough for ${cover}; ${sells}.`;
}
