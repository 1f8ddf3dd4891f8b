import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../shared/time.ts';
import { readHeader } from './header.ts';
import { readSeriesCsv } from './series.ts';

const header = (line: string) => readHeader(line.split(','));

describe('the columns of a long CSV', () => {
  it.each([
    ['series,ds,y', [0], 1, 2],
    ['unique_id,ds,y', [0], 1, 2],
    ['date,store,item,sales', [1, 2], 0, 3],
    ['Store,DayOfWeek,Date,Sales,Customers,Open', [0], 2, 3],
    ['id,date,store_nbr,item_nbr,unit_sales,onpromotion', [2, 3], 1, 4],
    ['InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice', [1], 4, 3],
    ['SKU,Date,Units Sold,Sales', [0], 1, 2],
    ['id,week,y', [0], 1, 2],
    ['store,y,ds,series', [3], 2, 1],
  ])('%s', (line, names, ds, y) => {
    expect(header(line)).toEqual({ layout: 'long', names, ds, y });
  });

  it('put together name the series', async () => {
    const { series } = await readSeriesCsv({
      text: 'date,store,item,sales\n2026-01-01,1,tea,5\n2026-01-01,2,tea,7\n2026-01-02,1,tea,6\n',
    });
    expect([...series.keys()]).toEqual(['1 / tea', '2 / tea']);
    expect(series.get('1 / tea')!.get(parseDay('2026-01-02'))).toBe(6);
  });

  it('are not guessed: numbers without a name of their own are none', () => {
    expect(header('sku,date,colour')).toBeNull();
    expect(header('sku,units')).toBeNull();
    expect(header('ds')).toBeNull();
  });
});

describe('a CSV with a column a series', () => {
  const text = 'date,tea,coffee\n05/04/2026,1,10\n25/04/2026,,20\n26/04/2026,3,many\n';

  it('is read by its dates, blanks and all', async () => {
    const { series, rows, refused } = await readSeriesCsv({ text });
    const [first, second, third] = ['2026-04-05', '2026-04-25', '2026-04-26'].map(parseDay);
    expect(rows).toBe(3);
    expect(series.get('tea')).toEqual(
      new Map([
        [first, 1],
        [second, null],
        [third, 3],
      ]),
    );
    expect(series.get('coffee')).toEqual(
      new Map([
        [first, 10],
        [second, 20],
      ]),
    );
    expect(refused).toEqual([{ line: 4, reason: 'coffee is not a number: "many".' }]);
  });

  it('may be of one series, by the hour too', async () => {
    const { series } = await readSeriesCsv({ text: 'ds,y\n2026-01-01 00:00,1\n2026-01-01 01:00,2\n' });
    expect(series).toEqual(new Map([['y', new Map([[parseDay('2026-01-01'), 3]])]]));
  });

  it('names its own column where a date can not be read', async () => {
    const { refused } = await readSeriesCsv({ text: 'Date,tea\nsoon,1\n,2\n' });
    expect(refused.map(({ reason }) => reason)).toEqual(['Date is not a date: "soon".', 'Date is blank.']);
  });

  it('is refused where a date stands twice: it has several series, and nothing says which', async () => {
    const twice = 'date,family,sales\n2026-01-01,tea,1\n2026-01-01,coffee,2\n';
    await expect(readSeriesCsv({ text: twice })).rejects.toThrow('a second time in line 3');
  });
});
