import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { Documents } from '../documents.ts';
import { truthOf } from '../truth.ts';
import { replayTransactions } from './replay.ts';
import type { ReplayReport } from './report.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const DOMAIN = 'royal-gbp.myshopify.com';
const REAL = join(import.meta.dirname, '../../../shared/data/transactions');
const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

let folder: string | undefined;
afterEach(() => {
  if (folder) rmSync(folder, { recursive: true });
  folder = undefined;
});

async function replayed(
  files: Record<string, string | Buffer>,
): Promise<{ documents: Documents; report: ReplayReport }> {
  folder = mkdtempSync(join(tmpdir(), 'royal-replay-'));
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const documents = new Documents();
  const report = await replayTransactions(documents, folder, { now: NOW });
  return { documents, report };
}

function accountedFor(report: ReplayReport): number {
  return Object.values(report.lines).reduce((a, b) => a + b, 0);
}

const ODD = `${HEADER}
1001,85123A,WHITE HEART,6,2011-12-05 08:26:00,2.55,17850.0,United Kingdom
1001,85123a,WHITE HEART,6,2011-12-05 08:26:00,2.55,17850.0,United Kingdom
1001,POST,POSTAGE,1,2011-12-05 08:26:00,18.00,17850.0,United Kingdom
1001,22386,"BAG, ""JUMBO""",2,2011-12-05 08:26:00,0,17850.0,United Kingdom
1001,M,Manual,1,2011-12-05 08:26:00,4.00,17850.0,United Kingdom
1002,gift_0001_20,Voucher,1,2011-12-05 09:00:00,20.00,,United Kingdom
1002,DOT,DOTCOM POSTAGE,1,2011-12-05 09:00:00,7.50,,United Kingdom
1003,POST,POSTAGE,1,2011-12-06 09:00:00,10.00,12345.0,France
C1004,85123A,WHITE HEART,-4,2011-12-07 10:00:00,2.55,17850.0,United Kingdom
C1004,POST,POSTAGE,-1,2011-12-07 10:00:00,18.00,17850.0,United Kingdom
C1004,D,Discount,-1,2011-12-07 10:00:00,3.00,17850.0,United Kingdom
C1004,99999,NEVER SOLD,-1,2011-12-07 10:00:00,5.00,17850.0,United Kingdom
C1005,85123A,WHITE HEART,-400,2011-12-07 11:00:00,2.55,17850.0,United Kingdom
C1006,AMAZONFEE,AMAZON FEE,-1,2011-12-07 12:00:00,5000.00,,United Kingdom
1007,22386,damaged,-30,2011-12-08 09:00:00,0,,United Kingdom
1008,22386,found,7,2011-12-08 09:30:00,0,,United Kingdom
A1009,B,Adjust bad debt,1,2011-12-08 10:00:00,-11062.06,,United Kingdom
1010,22386,,nonsense,2011-12-08 11:00:00,1.00,,United Kingdom
C1011,22386,,5,2011-12-08 11:00:00,1.00,17850.0,United Kingdom
1001,71053,LANTERN,1,2011-12-09 12:50:00,3.39,17850.0,United Kingdom
`;

describe('a replay of every odd line', () => {
  it('accounts for each of them once', async () => {
    const { documents, report } = await replayed({ 'all.csv': ODD });
    expect(report.total).toBe(20);
    expect(accountedFor(report)).toBe(20);
    expect(report.lines).toEqual({
      orderLines: 7, // 4 of 1001, the voucher, postage alone, the late line of 1001
      shippingLines: 2,
      refundLines: 1,
      refundedShipping: 1,
      adjustmentLines: 1,
      unmatchedReturns: 2,
      stockWriteOffs: 1,
      stockFinds: 1,
      fees: 1,
      badDebt: 1,
      malformed: 2,
    });
    expect(report).toMatchObject({
      repeatedLines: 1,
      orders: 4,
      ordersBeforeData: 2,
      refunds: 3,
      customers: 2,
    });
    expect(documents.note('replay')).toEqual(report);
  });

  it('moves it by whole weeks to now and books by London days', async () => {
    const { documents, report } = await replayed({ 'all.csv': ODD });
    expect(report).toMatchObject({ shiftWeeks: 780, firstDay: '2026-11-16', lastDay: '2026-11-20' });
    const days = truthOf(documents, DOMAIN).days;
    expect(days.map(({ day }) => day)).toEqual([
      '2026-11-15',
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-20',
    ]);
    const first = days[1]!;
    // 12 × 2.55 + 4.00 = 34.60 with tax, of which 2.55 + 2.55 + 0.67 is tax (15.30 / 6 twice, 4.00 / 6)
    expect([first.netSales, first.unitsSold]).toEqual([3460 - 255 - 255 - 67, 15]);
    // 18.00 less 3.00 tax, and 7.50 less 1.25
    expect(first.shipping).toBe(1500 + 625);
    const returned = days[3]!;
    // 4 of 6 at 2.55 with two thirds of the tax; 3.00 beyond; 5.00 less 0.83 and 1020.00 less 170.00 from before
    expect(returned.returns).toBe(1020 - 170 + 300 + 500 - 83 + 102000 - 17000);
    expect(returned.shipping).toBe(-1500);
    expect(returned.unitsReturned).toBe(405);
  });

  it('reads US dates, a byte order mark and gzip alike', async () => {
    const plain = ODD.replaceAll(
      /2011-12-0(\d) (\d\d):(\d\d):00/g,
      (_, d, h, m) => `12/${d}/2011 ${Number(h)}:${m}`,
    );
    const { report } = await replayed({ 'a.csv.gz': gzipSync(`\uFEFF${plain}`) });
    expect(report).toMatchObject({ total: 20, shiftWeeks: 780, orders: 4 });
  });

  it('says what is wrong with a folder or header', async () => {
    await expect(replayed({ 'notes.txt': 'x' })).rejects.toThrow(/No .csv/);
    rmSync(folder!, { recursive: true });
    await expect(replayed({ 'a.csv': 'Invoice,Code\n1,2\n' })).rejects.toThrow(/has no column InvoiceNo/);
  });
});

describe.skipIf(!existsSync(REAL))(
  'a slice of the real transactions (skipped without ../shared/data)',
  () => {
    it('accounts for every line', async () => {
      const files: Record<string, string> = {};
      for (const [i, name] of readdirSync(REAL).sort().slice(0, 2).entries()) {
        const lines = gunzipSync(readFileSync(join(REAL, name)))
          .toString('utf8')
          .split('\n');
        // The first month's odd lines begin after some hundred invoices.
        files[`${i}.csv`] = lines.slice(0, 4000).join('\n');
      }
      const { documents, report } = await replayed(files);
      expect(report.total).toBe(2 * 3999);
      expect(accountedFor(report)).toBe(report.total);
      expect(report.lines.malformed).toBe(0);
      expect(report.lines.refundLines).toBeGreaterThan(0);
      const truth = truthOf(documents, DOMAIN);
      const unmatched = report.lines.unmatchedReturns;
      expect(truth.counts.lines).toBe(report.lines.orderLines + unmatched);
      expect(truth.counts.orders).toBe(report.orders + report.ordersBeforeData);
    });
  },
);
