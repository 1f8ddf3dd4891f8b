/**
 * The queries behind a first screen at a million orders, beside DuckDB working the same answers out of the raw rows
 * in the same run. The answers must be equal.
 */
import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Mirror, openMirror } from '../core/mirror/mirror.ts';
import { DAY_MS } from '../shared/time.ts';
import { type Bench, numberOption, quantile, rounded } from './bench.ts';
import { fillStores, NOW, TODAY } from './query-store.ts';

const P95_MS = 5;
const TIMES = 200;
const DUCK_TIMES = 5;
const VARIANTS = 4000;
const WEEKS_FROM = TODAY - 41;

interface Question {
  mirror(mirror: Mirror): unknown;
  duck(duck: DuckDBConnection): Promise<unknown>;
}

/** `--orders N`, 1,000,000 unless told; about three lines an order. */
export const run: Bench = async (options) => {
  const orders = numberOption(options, 'orders', 1_000_000);
  const folder = mkdtempSync(join(tmpdir(), 'royal-bench-query-'));
  const mirror = openMirror(join(folder, 'mirror.db'), {
    storeId: 'bench',
    dataKey: Buffer.alloc(32, 1),
    now: () => NOW,
  });
  try {
    const store = await fillStores(mirror, orders, VARIANTS);
    const queries: Record<string, { p50: number; p95: number; duckMs: number }> = {};
    for (const [name, question] of Object.entries(QUESTIONS)) {
      deepStrictEqual(await question.duck(store.duck), question.mirror(mirror), `${name} differs`);
      const times = await timed(TIMES, () => question.mirror(mirror));
      const duckTimes = await timed(DUCK_TIMES, () => question.duck(store.duck));
      queries[name] = {
        p50: rounded(quantile(times, 0.5)),
        p95: rounded(quantile(times, 0.95)),
        duckMs: rounded(quantile(duckTimes, 0.5)),
      };
    }
    store.duck.closeSync();
    return {
      name: 'query',
      pass: Object.values(queries).every(({ p95 }) => p95 <= P95_MS),
      orders: store.orders,
      lines: store.lines,
      answersEqual: true,
      queries,
    };
  } finally {
    mirror.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function timed(times: number, work: () => unknown): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  return taken;
}

/** What sales and refunds come to as rows of (ts, net, orders, units): DuckDB's side of every question. */
const BOOKED = `(
  SELECT ts, sum(q * price - discount)::BIGINT AS net, 1 AS orders, sum(q)::BIGINT AS units FROM lines GROUP BY ord, ts
  UNION ALL SELECT ts, -subtotal, 0, 0 FROM refunds)`;

async function rows(duck: DuckDBConnection, sql: string): Promise<number[][]> {
  const reader = await duck.runAndReadAll(sql);
  return reader.getRows().map((row) => row.map((value) => Number(value)));
}

const QUESTIONS: Record<string, Question> = {
  todayAgainstUsual: {
    mirror: (mirror) => {
      const { netSales, orders, units, usual } = mirror.today(NOW);
      return { netSales, orders, units, usual };
    },
    duck: async (duck) => {
      const [today] = await rows(
        duck,
        `SELECT sum(net), sum(orders), sum(units) FROM ${BOOKED} WHERE ts >= ${TODAY * DAY_MS}`,
      );
      const hour = Math.floor((NOW % DAY_MS) / 3_600_000);
      const part = (NOW % 3_600_000) / 3_600_000;
      const [usual] = await rows(
        duck,
        `WITH hours AS (
           SELECT ts // ${DAY_MS} AS day, (ts % ${DAY_MS}) // 3600000 AS hour, sum(net)::DOUBLE AS net, sum(orders)::DOUBLE AS orders
           FROM ${BOOKED} WHERE ts // ${DAY_MS} IN (${Array.from({ length: 8 }, (_, week) => TODAY - 7 * (week + 1)).join(', ')})
           GROUP BY 1, 2),
         days AS (
           SELECT day, sum(if(hour = ${hour}, round(net * ${part}), net)) AS net,
             sum(if(hour = ${hour}, round(orders * ${part}), orders)) AS orders FROM hours WHERE hour <= ${hour} GROUP BY day)
         SELECT round(median(net)), round(median(orders)), count(*) FROM days`,
      );
      return {
        netSales: today![0],
        orders: today![1],
        units: today![2],
        usual: { netSales: usual![0], orders: usual![1], days: usual![2] },
      };
    },
  },
  netSalesSixWeeks: {
    mirror: (mirror) =>
      mirror.salesDays(WEEKS_FROM, TODAY).map(({ day, netSales, orders }) => [day, netSales, orders]),
    duck: (duck) =>
      rows(
        duck,
        `SELECT ts // ${DAY_MS} AS day, sum(net), sum(orders) FROM ${BOOKED}
         WHERE ts >= ${WEEKS_FROM * DAY_MS} GROUP BY day ORDER BY day`,
      ),
  },
  margin: {
    mirror: (mirror) => {
      const { netSales, knownNetSales, cost } = mirror.margin(WEEKS_FROM, TODAY);
      return [netSales, knownNetSales, cost];
    },
    duck: async (duck) =>
      (
        await rows(
          duck,
          `WITH moved AS (
             SELECT variant, q * price - discount AS net, q AS kept FROM lines WHERE ts >= ${WEEKS_FROM * DAY_MS}
             UNION ALL
             SELECT variant, -subtotal, if(restocked, -q, 0) FROM refunds WHERE ts >= ${WEEKS_FROM * DAY_MS})
           SELECT sum(net), sum(net) FILTER (cost IS NOT NULL), sum(cost * kept)
           FROM moved JOIN variants ON variants.id = moved.variant`,
        )
      )[0],
  },
  recentOrders: {
    mirror: (mirror) =>
      mirror
        .recentOrders(20)
        .map(({ id, processedAt, total, lines, units, cancelled }) => [
          id,
          processedAt,
          total,
          lines,
          units,
          Number(cancelled),
        ]),
    duck: (duck) =>
      rows(
        duck,
        `SELECT o.id, o.ts, total, count(*), sum(q), o.cancelled FROM
           (SELECT * FROM orders ORDER BY ts DESC, id DESC LIMIT 20) o JOIN lines l ON l.ord = o.id
         GROUP BY ALL ORDER BY o.ts DESC, o.id DESC`,
      ),
  },
};
