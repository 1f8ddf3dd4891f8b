/** The inventory agent's outlook of each variant, as its newest run left it. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import type {
  DemandFan,
  DemandSpread,
  KeptOutlook,
  MadeOutlook,
  SalesStanding,
  TestedStretch,
} from '../../shared/stock.ts';
import type { SalesClass } from '../../shared/supplier-terms.ts';
import type { Day, EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';

export interface OutlookRow {
  variantId: ShopifyId;
  run: number;
  madeAt: EpochMs;
  /** First day of the fan. */
  day: Day;
  reason: string | null;
  dead: boolean;
  restockRate: number;
  netPerUnit: Minor;
  /** null where the run that made it knew of none. */
  salesClass: SalesClass | null;
  method: string | null;
  explain: string | null;
  mase: number | null;
  naiveMase: number | null;
  coverage: number | null;
  fellBack: boolean;
  historyDays: number;
  /** Hash of what the forecast was made of. */
  input: string | null;
  tests: TestedStretch[];
  fan: DemandFan | null;
  /** null where the run that made it did not reckon it. */
  spread: DemandSpread | null;
}

export interface Outlooks {
  /** Inside a transaction; a later run's take the place of an earlier one's. */
  put(rows: readonly KeptOutlook[], of: { run: number; madeAt: EpochMs; day: Day }): void;
  /** Inside a transaction: those that the run did not know of, variants that are gone among them. */
  dropBefore(run: number): void;
  get(variantId: ShopifyId): OutlookRow | null;
  /** Without unpacking its forecast; null without one. */
  standing(variantId: ShopifyId): SalesStanding | null;
  /** Of the newest run; null before the first. */
  madeAt(): EpochMs | null;
}

const PARTS = ['mean', 'q10', 'q25', 'q50', 'q75', 'q90'] as const;

function packFan(fan: DemandFan): Buffer {
  const length = fan.mean.length;
  const values = new Float32Array(PARTS.length * length);
  for (const [index, part] of PARTS.entries()) values.set(fan[part].slice(0, length), index * length);
  return Buffer.from(values.buffer);
}

function unpackFan(blob: Buffer): DemandFan {
  const length = blob.byteLength / (4 * PARTS.length);
  // A copy: a blob need not lie on a multiple of four bytes.
  const values = new Float32Array(Uint8Array.from(blob).buffer);
  const part = (index: number): number[] => Array.from(values.subarray(index * length, (index + 1) * length));
  return { mean: part(0), q10: part(1), q25: part(2), q50: part(3), q75: part(4), q90: part(5) };
}

interface Raw
  extends Omit<OutlookRow, 'dead' | 'fellBack' | 'fan' | 'restockRate' | 'netPerUnit' | 'spread' | 'tests'> {
  dead: number;
  fellBack: number | null;
  restockRate: number | null;
  netPerUnit: number | null;
  fan: Buffer | null;
  tests: string | null;
  dispersion: number | null;
  longRunPerDay: number | null;
  longRunShare: number | null;
}

export function outlookTable(db: Database): Outlooks {
  const put = db.prepare(`REPLACE INTO outlooks VALUES (${'?, '.repeat(21)}?)`);
  const mark = db.prepare('INSERT OR IGNORE INTO stock_marks VALUES (?)');
  const markBefore = db.prepare(
    'INSERT OR IGNORE INTO stock_marks SELECT variant_id FROM outlooks WHERE run < ?',
  );
  const dropBefore = db.prepare('DELETE FROM outlooks WHERE run < ?');
  const one = db.prepare<[number], Raw>(
    `SELECT variant_id AS variantId, run, made_at AS madeAt, day, reason, dead, restock_rate AS restockRate,
       net_per_unit AS netPerUnit, method, explain, mase, naive_mase AS naiveMase, coverage, fell_back AS fellBack,
       coalesce(history_days, 0) AS historyDays, fan, input, tests,
       dispersion, long_run_per_day AS longRunPerDay, long_run_share AS longRunShare,
       sales_class AS salesClass FROM outlooks WHERE variant_id = ?`,
  );
  const standing = db.prepare<[number], SalesStanding>(
    `SELECT sales_class AS salesClass, net_per_unit AS netPerUnit FROM outlooks
     WHERE variant_id = ? AND net_per_unit IS NOT NULL`,
  );
  const newest = db
    .prepare<[], EpochMs | null>('SELECT made_at FROM outlook_counts ORDER BY day DESC LIMIT 1')
    .pluck();
  return {
    put(rows, { run, madeAt, day }) {
      for (const { variantId, reason, dead, forecast } of rows) {
        put.run(
          variantId,
          run,
          madeAt,
          day,
          reason,
          dead ? 1 : 0,
          forecast?.restockRate ?? null,
          forecast?.netPerUnit ?? null,
          forecast?.method ?? null,
          forecast?.explain ?? null,
          forecast?.mase ?? null,
          forecast?.naiveMase ?? null,
          forecast?.coverage ?? null,
          forecast ? Number(forecast.fellBack) : null,
          forecast?.historyDays ?? null,
          forecast ? packFan(forecast.fan) : null,
          forecast?.spread?.dispersion ?? null,
          forecast?.spread?.longRunPerDay ?? null,
          forecast?.spread?.longRunShare ?? null,
          forecast?.input ?? null,
          forecast ? JSON.stringify(forecast.tests) : null,
          forecast?.salesClass ?? null,
        );
        mark.run(variantId);
      }
    },
    dropBefore(run) {
      markBefore.run(run);
      dropBefore.run(run);
    },
    get(variantId) {
      const row = one.get(variantId);
      if (!row) return null;
      const { dispersion, longRunPerDay, longRunShare, ...rest } = row;
      return {
        ...rest,
        dead: row.dead === 1,
        fellBack: row.fellBack === 1,
        restockRate: row.restockRate ?? 0,
        netPerUnit: row.netPerUnit ?? 0,
        fan: row.fan ? unpackFan(row.fan) : null,
        tests: row.tests ? (JSON.parse(row.tests) as TestedStretch[]) : [],
        spread:
          dispersion === null || longRunPerDay === null || longRunShare === null
            ? null
            : { dispersion, longRunPerDay, longRunShare },
      };
    },
    standing: (variantId) => standing.get(variantId) ?? null,
    madeAt: () => newest.get() ?? null,
  };
}

/** Of a version that did not say what it was made of: nothing is kept. */
export function madeOutlook(row: OutlookRow | null): MadeOutlook | null {
  if (!row?.fan || row.input === null || row.method === null || row.explain === null) return null;
  const { day, input, fan, method, explain, mase, naiveMase, coverage, fellBack, tests } = row;
  return { day, input, fan, method, explain, mase, naiveMase, coverage, fellBack, tests };
}
