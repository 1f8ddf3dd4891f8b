/** Between locations first, from the supplier after: what one has too much of another may be about to lack. */

export interface LocationStock {
  locationId: number;
  /** Units there and on their way there. */
  position: number;
  /** Enough there until the next order's goods are in. */
  orderUpTo: number;
  /** What it may give away: above this it has more than it needs, itself included. */
  keep: number;
}

export interface Transfer {
  from: number;
  to: number;
  units: number;
}

/** Transfers by size of the lack, each from whoever has most to spare; and what is still missing where. */
export function balanced(locations: readonly LocationStock[]): {
  transfers: Transfer[];
  missing: Map<number, number>;
} {
  const spare = locations
    .map(({ locationId, position, orderUpTo, keep }) => ({
      locationId,
      units: Math.floor(position - Math.max(keep, orderUpTo)),
    }))
    .filter(({ units }) => units > 0);
  const lacking = locations
    .map(({ locationId, position, orderUpTo }) => ({
      locationId,
      units: Math.ceil(orderUpTo - position - 1e-9),
    }))
    .filter(({ units }) => units > 0)
    .sort((a, b) => b.units - a.units || a.locationId - b.locationId);
  const transfers: Transfer[] = [];
  const missing = new Map<number, number>();
  for (const { locationId: to, units } of lacking) {
    let left = units;
    for (const giver of spare.sort((a, b) => b.units - a.units || a.locationId - b.locationId)) {
      const given = Math.min(left, giver.units);
      if (given <= 0) continue;
      transfers.push({ from: giver.locationId, to, units: given });
      giver.units -= given;
      left -= given;
    }
    if (left > 0) missing.set(to, left);
  }
  return { transfers, missing };
}
