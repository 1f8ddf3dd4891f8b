/** What lies where, and from where it went out. */
import type { SentUnits, Shelf } from '../../shared/agent.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';

export interface PlaceQueries {
  /** Of variants that have a shelf in two or more places that are in use; ascending by variant, then place. */
  shelves(): Shelf[];
  /**
   * Of orders processed in [since, until) that went out from one place as a whole, or are to, without test and
   * cancelled ones.
   */
  sentUnits(since: EpochMs, until: EpochMs): SentUnits[];
}

export function placeQueries(db: Database): PlaceQueries {
  const shelves = db.prepare<[], Shelf>(
    `WITH level AS (
       SELECT l.item_id, l.location_id, o.name, l.available, l.incoming
       FROM inventory_levels l JOIN locations o ON o.id = l.location_id AND o.is_active = 1
     ), several AS (SELECT item_id FROM level GROUP BY item_id HAVING count(*) > 1)
     SELECT v.id AS variantId, level.location_id AS locationId, level.name AS location, level.available, level.incoming
     FROM several JOIN level USING (item_id) JOIN variants v ON v.inventory_item_id = level.item_id
     ORDER BY 1, 2`,
  );
  const sent = db.prepare<[EpochMs, EpochMs], SentUnits>(
    `WITH whole AS (
       SELECT o.id, min(f.location_id) AS location_id
       FROM orders o JOIN fulfillment_orders f ON f.order_id = o.id AND f.status <> 'CANCELLED'
       WHERE o.processed_at >= ? AND o.processed_at < ? AND o.test = 0 AND o.cancelled_at IS NULL
       GROUP BY o.id HAVING count(f.location_id) = count(*) AND count(DISTINCT f.location_id) = 1
     )
     SELECT n.variant_id AS variantId, whole.location_id AS locationId, sum(n.ordered) AS units
     FROM whole JOIN order_lines n ON n.order_id = whole.id
     WHERE n.variant_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return {
    shelves: () => shelves.all(),
    sentUnits: (since, until) => sent.all(since, until),
  };
}
