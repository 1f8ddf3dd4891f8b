/** The country whose holidays a store's sales follow: where its orders go, else where its stock lies. */
import type { Database } from '../sqlite/open.ts';

/** The newest tell where it sells now, and are read at once. */
const NEWEST_ORDERS = 5000;

/**
 * ISO 3166-1 alpha-2. The country of at least half of the newest orders that name one, else the one of all active locations;
 * null where neither is told.
 */
export function homeCountry(db: Database): () => string | null {
  const ofOrders = db.prepare<[number], { country: string; orders: number; known: number }>(
    `SELECT country, COUNT(*) AS orders, SUM(COUNT(*)) OVER () AS known
     FROM (SELECT UPPER(country_code) AS country FROM orders WHERE test = 0
           ORDER BY processed_at DESC LIMIT ?)
     WHERE country GLOB '[A-Z][A-Z]' GROUP BY country ORDER BY orders DESC, country LIMIT 1`,
  );
  const ofLocations = db
    .prepare<[], string>(
      `SELECT DISTINCT UPPER(country_code) FROM locations
       WHERE is_active = 1 AND UPPER(country_code) GLOB '[A-Z][A-Z]'`,
    )
    .pluck();
  return () => {
    const most = ofOrders.get(NEWEST_ORDERS);
    if (most && most.orders * 2 >= most.known) return most.country;
    const countries = ofLocations.all();
    return countries.length === 1 ? countries[0]! : null;
  };
}
