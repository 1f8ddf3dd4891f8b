/** The order of a ranked list that a person works in: what is pressed stays where it is. Pure. */

interface Order {
  /** As it was drawn last. */
  before: readonly number[];
  /** What waits, most pressing first. */
  ranked: readonly number[];
  /** Decided here, and still shown with their outcome. */
  kept: readonly number[];
  /** Waiting ones shown at most. */
  shown: number;
  /** A pointer or the focus is on the list. */
  held: boolean;
}

export function settledOrder({ before, ranked, kept, shown, held }: Order): number[] {
  const waits = new Set(ranked);
  const stays = new Set(kept);
  const drawn = before.filter((id) => waits.has(id) || stays.has(id));
  const top = ranked.slice(0, shown);
  if (!held) {
    // By rank, with what was decided left in the places that it had.
    const next: number[] = [...top];
    for (const [index, id] of drawn.entries())
      if (!waits.has(id)) next.splice(Math.min(index, next.length), 0, id);
    return next;
  }
  const waiting = drawn.filter((id) => waits.has(id)).length;
  return [...drawn, ...ranked.filter((id) => !drawn.includes(id)).slice(0, Math.max(0, shown - waiting))];
}
