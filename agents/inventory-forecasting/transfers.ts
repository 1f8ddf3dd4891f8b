/** Between locations before it is bought: what one has too much of another may be about to lack. */

export interface LocationStock {
  locationId: number;
  /** Units that it is short of; nothing where it is not. */
  lacking: number;
  /** Units that it can give. */
  spare: number;
}

export interface Transfer {
  from: number;
  to: number;
  units: number;
}

/** Whole units; by size of the lack, each from whoever has most to spare. */
export function transfersBetween(locations: readonly LocationStock[]): Transfer[] {
  const givers = locations.map(({ locationId, spare }) => ({ locationId, units: Math.floor(spare) }));
  const takers = locations
    .map(({ locationId, lacking }) => ({ locationId, units: Math.ceil(lacking - 1e-9) }))
    .sort((a, b) => b.units - a.units || a.locationId - b.locationId);
  const transfers: Transfer[] = [];
  for (const { locationId: to, units } of takers) {
    let left = units;
    for (const giver of givers.sort((a, b) => b.units - a.units || a.locationId - b.locationId)) {
      const given = Math.min(left, giver.units);
      if (given <= 0) continue;
      transfers.push({ from: giver.locationId, to, units: given });
      giver.units -= given;
      left -= given;
    }
  }
  return transfers;
}
