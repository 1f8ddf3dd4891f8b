import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../shared/time.ts';
import { runForecastCsv } from './forecast-csv.ts';
import { inferFrequency, toPeriods } from './periods.ts';
import { readLongCsv } from './series.ts';

const folder = mkdtempSync(join(tmpdir(), 'royal-forecast-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content: string | Buffer, name = 'input.csv'): { path: string } {
  files += 1;
  const path = join(folder, `${files}-${name}`);
  writeFileSync(path, content);
  return { path };
}

const days = (from: string, count: number, step = 1): string[] =>
  Array.from({ length: count }, (_, index) => formatDay(parseDay(from) + index * step));

describe('reading a long CSV', () => {
  it('takes columns in any order and case, BOM, quotes, other columns and blank lines', async () => {
    const path = file(
      '\uFEFFDS,note,Series,Y\r\n2026-01-01,x,"tea, ""green""\nloose",3\r\n\r\n2026-01-02,,b,4.5\r\n',
    );
    const { series, rows, refused } = await readLongCsv(path);
    expect(rows).toBe(2);
    expect(refused).toEqual([]);
    expect([...series.keys()]).toEqual(['tea, "green"\nloose', 'b']);
    expect(series.get('b')).toEqual(new Map([[parseDay('2026-01-02'), 4.5]]));
  });

  it('takes a day whose y can not be read as unknown, not as one without sales', async () => {
    const path = file(
      'series,ds,y\na,2026-01-01,5\na,2026-01-02,x\na,2026-01-03,7\nb,2026-01-01,x\na,2026-01-03,x\n',
    );
    const { series, refused } = await readLongCsv(path);
    expect(refused.map(({ line }) => line)).toEqual([3, 5, 6]);
    expect([...series.keys()]).toEqual(['a']);
    const first = parseDay('2026-01-01');
    expect(series.get('a')).toEqual(
      new Map([
        [first, 5],
        [first + 1, null],
        [first + 2, 7],
      ]),
    );
    const whole = toPeriods('a', series.get('a')!, 'D', { first, last: first + 2 });
    expect(whole.series.y).toEqual([5, null, 7]);
  });

  it('inflates gzip whatever its name, and says when it is cut off', async () => {
    const packed = gzipSync(
      `series,ds,y\n${days('2026-01-01', 400)
        .map((d) => `a,${d},1\n`)
        .join('')}`,
    );
    expect((await readLongCsv(file(packed))).rows).toBe(400);
    await expect(readLongCsv(file(packed.subarray(0, packed.length - 9)))).rejects.toMatchObject({
      code: 'data_cut_off',
    });
  });

  it('reads semicolons with decimal commas, and tabs', async () => {
    const semicolons = await readLongCsv(file('series;ds;y\na;2026-01-01;1,5\n'));
    expect(semicolons.series.get('a')).toEqual(new Map([[parseDay('2026-01-01'), 1.5]]));
    expect((await readLongCsv(file('series\tds\ty\na\t2026-01-01\t2\n'))).rows).toBe(1);
  });

  it('adds duplicates up and keeps a blank y as unknown', async () => {
    const path = file('series,ds,y\na,2026-01-02,2\na,2026-01-01,\na,2026-01-02 10:30:00,3\na,2026-01-02,\n');
    const found = (await readLongCsv(path)).series.get('a')!;
    expect(found.get(parseDay('2026-01-02'))).toBe(5);
    expect(found.get(parseDay('2026-01-01'))).toBeNull();
  });

  it('refuses rows with their line and goes on', async () => {
    const path = file(
      'series,ds,y\na,2026-01-01,1\na,2026-02-30,1\na,soon,1\n,2026-01-02,1\na,2026-01-03,many\na,,1\na,2026-01-04\n',
    );
    const { refused, series, rows } = await readLongCsv(path);
    expect(rows).toBe(7);
    expect(refused.map((row) => row.line)).toEqual([3, 4, 5, 6, 7]);
    expect(refused[0]!.reason).toContain('2026-02-30');
    expect(refused[3]!.reason).toContain('many');
    expect(series.get('a')!.get(parseDay('2026-01-04'))).toBeNull();
  });

  it.each([
    ['2026-04-05T21:06:21+04:00', '2026-04-05'],
    ['2026-04-05 21:06:21 +0400', '2026-04-05'],
    ['2026/04/05', '2026-04-05'],
    ['20260405', '2026-04-05'],
    ['2026-04', '2026-04-01'],
    ['5.4.2026', '2026-04-05'],
    ['25/04/2026', '2026-04-25'],
    ['04/25/2026', '2026-04-25'],
    ['4/4/2026', '2026-04-04'],
  ])('reads %s as %s', async (written, day) => {
    const { series } = await readLongCsv(file(`series,ds,y\na,${written},1\n`));
    expect([...series.get('a')!.keys()].map(formatDay)).toEqual([day]);
  });

  it('lets the file decide between day and month first, and refuses where it does not', async () => {
    const decided = await readLongCsv(file('series,ds,y\na,05/04/2026,1\na,25/04/2026,1\n'));
    expect([...decided.series.get('a')!.keys()].map(formatDay)).toEqual(['2026-04-05', '2026-04-25']);
    const open = await readLongCsv(file('series,ds,y\na,05/04/2026,1\n'));
    expect(open.refused).toEqual([{ line: 2, reason: expect.stringContaining('YYYY-MM-DD') }]);
    const both = await readLongCsv(file('series,ds,y\na,25/04/2026,1\na,04/26/2026,1\na,05/04/2026,1\n'));
    expect(both.refused.map((row) => row.line)).toEqual([4]);
  });

  it('says what is wrong with a file it can not use', async () => {
    await expect(readLongCsv({ path: join(folder, 'absent.csv') })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(readLongCsv({ path: folder })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(readLongCsv(file(''))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(readLongCsv(file('sku,date,qty\na,2026-01-01,1\n'))).rejects.toThrow(/sku/);
    await expect(readLongCsv(file('series,ds,y\na,2026-01-01,"1\n'))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('periods', () => {
  const of = (dates: string[], value: number | null = 1) =>
    new Map(dates.map((date) => [parseDay(date), value] as const));
  const whole = { first: parseDay('2020-01-01'), last: parseDay('2030-12-31') };

  it('infers days, weeks and months', () => {
    expect(inferFrequency([of(days('2026-01-01', 30))])).toBe('D');
    expect(inferFrequency([of(days('2026-01-05', 30, 7))])).toBe('W');
    expect(inferFrequency([of(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'])])).toBe('M');
    expect(inferFrequency([of(['2026-01-01', '2026-02-01', '2026-04-01'])])).toBe('M');
    expect(inferFrequency([of(['2026-01-01'])])).toBe('D');
    expect(inferFrequency([of(['2026-01-01', '2026-01-04', '2026-01-09', '2026-01-16'])])).toBe('D');
  });

  it('takes a day without a row as no sale in a count, as unknown elsewhere', () => {
    const dates = ['2026-01-01', '2026-01-03'];
    expect(toPeriods('a', of(dates, 2), 'D', whole).series.y).toEqual([2, 0, 2]);
    expect(toPeriods('a', of(dates, 2.5), 'D', whole).series.y).toEqual([2.5, null, 2.5]);
    expect(toPeriods('a', of(dates, null), 'D', whole).series.y).toEqual([null, 0, null]);
  });

  it('sums days to weeks and leaves out those that the file does not cover', () => {
    const daily = of(days('2026-01-07', 20));
    const file = { first: parseDay('2026-01-07'), last: parseDay('2026-01-26') };
    const { series, dateAhead } = toPeriods('a', daily, 'W', file);
    expect(series.y).toEqual([7, 7]);
    expect(formatDay(series.start)).toBe('2026-01-12');
    expect(dateAhead(0)).toBe('2026-01-26');
  });

  it('dates periods ahead as the series dates its own', () => {
    expect(toPeriods('a', of(['2026-01-31', '2026-02-28', '2026-04-30']), 'M', whole).dateAhead(0)).toBe(
      '2026-05-31',
    );
    expect(toPeriods('a', of(['2026-01-30', '2026-02-28', '2026-03-30']), 'M', whole).dateAhead(0)).toBe(
      '2026-04-30',
    );
    expect(toPeriods('a', of(['2026-11-01', '2026-12-01']), 'M', whole).dateAhead(1)).toBe('2027-02-01');
    expect(toPeriods('a', of(days('2026-01-03', 4, 7)), 'W', whole).dateAhead(0)).toBe('2026-01-31');
  });
});

describe('royal forecast', () => {
  it('writes one line for each series and period, ascending quantiles, and keeps the order of the file', async () => {
    const rows = days('2026-01-01', 120).flatMap((day, index) => [
      `b,${day},${5 + (index % 7)}`,
      `a,${day},1`,
    ]);
    const output = join(folder, 'out.csv');
    const result = await runForecastCsv({
      input: file(['series,ds,y', ...rows.reverse(), 'a,2026-13-01,1'].join('\n')),
      output,
      horizon: 3,
    });
    expect(result).toMatchObject({ rows: 241, series: 2, frequency: 'D', refused: [{ line: 242 }] });
    expect(result.csv).toBeUndefined();
    const [head, ...lines] = readFileSync(output, 'utf8').trimEnd().split('\n');
    expect(head).toBe('series,ds,mean,q05,q10,q25,q50,q75,q90,q95,method');
    expect(lines.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual(
      ['a', 'b'].flatMap((key) => days('2026-05-01', 3).map((day) => `${key} ${day}`)),
    );
    for (const line of lines) {
      const numbers = line.split(',').slice(3, 10).map(Number);
      expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
    }
  });

  it('refuses a text that asks for more than a program has memory for', async () => {
    const rows = (from: string) =>
      Array.from({ length: 2_000 }, (_, index) => `s${index},${from},1\ns${index},2026-01-01,2\n`).join('');
    for (const [text, horizon] of [
      [`series,ds,y\n${rows('2025-12-31')}`, 730],
      [`series,ds,y\n${rows('1900-01-01')}`, 1],
    ] as const)
      await expect(runForecastCsv({ input: { text }, horizon, frequency: 'D' })).rejects.toMatchObject({
        code: 'too_large',
      });
  });

  it('refuses an impossible horizon, an unusable file and an unwritable place', async () => {
    const input = file('series,ds,y\na,2026-01-01,1\n');
    await expect(runForecastCsv({ input, horizon: 0 })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(runForecastCsv({ input: file('series,ds,y\na,x,1\n'), horizon: 1 })).rejects.toThrow(
      /line 2/,
    );
    await expect(
      runForecastCsv({ input, horizon: 1, output: join(folder, 'none', 'out.csv') }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
