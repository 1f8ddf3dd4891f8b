import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../shared/time.ts';
import type { Frequency } from '../types.ts';
import { runForecastCsv } from './forecast-csv.ts';
import { inferFrequency, toPeriods } from './periods.ts';
import { type DaysOfSeries, readSeriesCsv } from './series.ts';

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
    const { series, rows, refused } = await readSeriesCsv(path);
    expect(rows).toBe(2);
    expect(refused).toEqual([]);
    expect([...series.keys()]).toEqual(['tea, "green"\nloose', 'b']);
    expect(series.get('b')).toEqual(new Map([[parseDay('2026-01-02'), 4.5]]));
  });

  it('takes a day whose y can not be read as unknown, not as one without sales', async () => {
    const path = file(
      'series,ds,y\na,2026-01-01,5\na,2026-01-02,x\na,2026-01-03,7\nb,2026-01-01,x\na,2026-01-03,x\n',
    );
    const { series, refused } = await readSeriesCsv(path);
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
    expect(toPeriods(series, 'D')[0]!.series.y).toEqual([5, null, 7]);
  });

  it('inflates gzip whatever its name, and says when it is cut off', async () => {
    const packed = gzipSync(
      `series,ds,y\n${days('2026-01-01', 400)
        .map((d) => `a,${d},1\n`)
        .join('')}`,
    );
    expect((await readSeriesCsv(file(packed))).rows).toBe(400);
    await expect(readSeriesCsv(file(packed.subarray(0, packed.length - 9)))).rejects.toMatchObject({
      code: 'data_cut_off',
    });
  });

  it('reads semicolons with decimal commas, and tabs', async () => {
    const semicolons = await readSeriesCsv(file('series;ds;y\na;2026-01-01;1,5\n'));
    expect(semicolons.series.get('a')).toEqual(new Map([[parseDay('2026-01-01'), 1.5]]));
    expect((await readSeriesCsv(file('series\tds\ty\na\t2026-01-01\t2\n'))).rows).toBe(1);
  });

  it('adds duplicates up and keeps a blank y as unknown', async () => {
    const path = file('series,ds,y\na,2026-01-02,2\na,2026-01-01,\na,2026-01-02 10:30:00,3\na,2026-01-02,\n');
    const found = (await readSeriesCsv(path)).series.get('a')!;
    expect(found.get(parseDay('2026-01-02'))).toBe(5);
    expect(found.get(parseDay('2026-01-01'))).toBeNull();
  });

  it('keeps names whose letters were lost from becoming one series', async () => {
    const latin1 = (text: string) => file(Buffer.from(text, 'latin1'));
    const long = await readSeriesCsv(
      latin1('series,ds,y\nTee,2026-01-01,1\nCrème,2026-01-01,1\nCrâme,2026-01-01,10\n'),
    );
    expect([...long.series.keys()]).toEqual(['Tee']);
    expect(long.refused.map(({ line }) => line)).toEqual([3, 4]);
    expect(long.refused[0]!.reason).toContain('CSV UTF-8');
    const wide = await readSeriesCsv(latin1('ds,Tee,Crème,Crâme\n2026-01-01,1,1,10\n2026-01-02,1,1,10\n'));
    expect([...wide.series.keys()]).toEqual(['Tee']);
    expect(wide.refused.map(({ line }) => line)).toEqual([1, 1]);
  });

  it('refuses rows with their line and goes on', async () => {
    const path = file(
      'series,ds,y\na,2026-01-01,1\na,2026-02-30,1\na,soon,1\n,2026-01-02,1\na,2026-01-03,many\na,,1\na,2026-01-04\n',
    );
    const { refused, series, rows } = await readSeriesCsv(path);
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
    ['Apr 2026', '2026-04-01'],
    ['april-2026', '2026-04-01'],
    ['2026 Apr', '2026-04-01'],
    ['2026M04', '2026-04-01'],
    ['25/04/2026', '2026-04-25'],
    ['04/25/2026', '2026-04-25'],
    ['4/4/2026', '2026-04-04'],
  ])('reads %s as %s', async (written, day) => {
    const { series } = await readSeriesCsv(file(`series,ds,y\na,${written},1\n`));
    expect([...series.get('a')!.keys()].map(formatDay)).toEqual([day]);
  });

  it('lets the file decide between day and month first, and refuses where it does not', async () => {
    const decided = await readSeriesCsv(file('series,ds,y\na,05/04/2026,1\na,25/04/2026,1\n'));
    expect([...decided.series.get('a')!.keys()].map(formatDay)).toEqual(['2026-04-05', '2026-04-25']);
    const open = await readSeriesCsv(file('series,ds,y\na,05/04/2026,1\n'));
    expect(open.refused).toEqual([{ line: 2, reason: expect.stringContaining('YYYY-MM-DD') }]);
    const both = await readSeriesCsv(file('series,ds,y\na,25/04/2026,1\na,04/26/2026,1\na,05/04/2026,1\n'));
    expect(both.refused.map((row) => row.line)).toEqual([4]);
  });

  it('says what is wrong with a file it can not use', async () => {
    await expect(readSeriesCsv({ path: join(folder, 'absent.csv') })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(readSeriesCsv({ path: folder })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(readSeriesCsv(file(''))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(readSeriesCsv(file('colour,when,much\na,2026-01-01,1\n'))).rejects.toThrow(/colour/);
    await expect(readSeriesCsv(file('series,ds,y\na,2026-01-01,"1\n'))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('reading a wide CSV', () => {
  const long =
    'series,ds,y\ntea,2026-01-01,3\ntea,2026-01-02,\ntea,2026-01-04,4.5\nçay,2026-01-01,1\nçay,2026-01-02,2\nçay,2026-01-04,0\n';

  it('gives what the long one does, whatever separates it and in whatever order its columns are', async () => {
    const { series } = await readSeriesCsv(file(long));
    const wide = 'sku;2026-01-04;2026-01-01;2026-01-02;\ntea;4,5;3;NaN;\nçay;0;1;2;\n';
    for (const text of [wide, wide.replaceAll(',', '.').replaceAll(';', '\t')]) {
      const read = await readSeriesCsv(file(text));
      expect(read.series).toEqual(series);
      expect(read).toMatchObject({ rows: 2, refused: [] });
    }
    const packed = await readSeriesCsv(file(gzipSync(wide), 'wide.csv.gz'));
    expect(packed.series).toEqual(series);
  });

  it('names series by all columns before the dates, and takes 12" for a name', async () => {
    const { series } = await readSeriesCsv(
      file('item,store,2026-01-01,2026-01-02\n12" plate,EU,1,2\n12" plate,UK,3,4\n'),
    );
    expect([...series.keys()]).toEqual(['12" plate / EU', '12" plate / UK']);
  });

  it('takes dates day or month first as one column proves', async () => {
    const { series } = await readSeriesCsv(file('sku,12/01/2026,13/01/2026\na,1,2\n'));
    expect([...series.get('a')!.keys()]).toEqual([parseDay('2026-01-12'), parseDay('2026-01-13')]);
    await expect(readSeriesCsv(file('sku,11/01/2026,12/01/2026\na,1,2\n'))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('leaves out a cell that is no number, and says where', async () => {
    const { series, refused } = await readSeriesCsv(file('sku,2026-01-01,2026-01-02\na,1,"1,234"\n'));
    expect(series.get('a')).toEqual(
      new Map([
        [parseDay('2026-01-01'), 1],
        [parseDay('2026-01-02'), null],
      ]),
    );
    expect(refused).toEqual([{ line: 2, reason: '2026-01-02 is not a number: "1,234".' }]);
  });
});

describe('periods', () => {
  const of = (dates: string[], value: number | null = 1) =>
    new Map(dates.map((date) => [parseDay(date), value] as const));
  const alone = (one: DaysOfSeries, frequency: Frequency) => toPeriods(new Map([['a', one]]), frequency)[0]!;

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
    expect(alone(of(dates, 2), 'D').series.y).toEqual([2, 0, 2]);
    expect(alone(of(dates, 2.5), 'D').series.y).toEqual([2.5, null, 2.5]);
    expect(alone(of(dates, null), 'D').series.y).toEqual([null, 0, null]);
  });

  it('takes a day on which more came back than was sold for a count too', () => {
    const sold = new Map([...of(['2026-01-01'], 3), ...of(['2026-01-02'], -1), ...of(['2026-01-05'], 2)]);
    expect(alone(sold, 'D').series.y).toEqual([3, -1, 0, 0, 2]);
  });

  it('ends all series together where the file leaves out what did not sell, each with its own row where it does not', () => {
    const kept = (dates: Record<string, number>): DaysOfSeries =>
      new Map(Object.entries(dates).map(([date, units]) => [parseDay(date), units]));
    const sparse = kept({ '2026-01-01': 2, '2026-01-04': 1 });
    const longer = kept({ '2026-01-01': 2, '2026-01-07': 1 });
    const weighed = kept({ '2026-01-01': 2.5, '2026-01-03': 1 });
    const leavesOut = new Map([
      ['sparse', sparse],
      ['longer', longer],
      ['weighed', weighed],
    ]);
    const [first, second, third] = toPeriods(leavesOut, 'D');
    expect(first!.series.y).toEqual([2, 0, 0, 1, 0, 0, 0]);
    expect(first!.dateAhead(0)).toBe('2026-01-08');
    expect(second!.series.y).toEqual([2, 0, 0, 0, 0, 0, 1]);
    expect(third!.series.y).toEqual([2.5, null, 1]);
    const ended = kept({ '2026-01-01': 2, '2026-01-02': 0, '2026-01-03': 0, '2026-01-04': 1 });
    const lists = new Map([
      ['ended', ended],
      ['longer', kept({ '2026-01-05': 0, '2026-01-07': 1 })],
    ]);
    expect(toPeriods(lists, 'D')[0]!.series.y).toEqual([2, 0, 0, 1]);
  });

  it('infers months from dates of the 30th too, which February has not', () => {
    const dates = ['2025-12-30', '2026-01-30', '2026-02-28', '2026-03-30', '2026-04-30'];
    expect(inferFrequency([of(dates)])).toBe('M');
  });

  it('sums days to weeks and leaves out those that the file does not cover', () => {
    const daily = of(days('2026-01-07', 20));
    const { series, dateAhead } = alone(daily, 'W');
    expect(series.y).toEqual([7, 7]);
    expect(formatDay(series.start)).toBe('2026-01-12');
    expect(dateAhead(0)).toBe('2026-01-26');
  });

  it('dates periods ahead as the series dates its own', () => {
    expect(alone(of(['2026-01-31', '2026-02-28', '2026-04-30']), 'M').dateAhead(0)).toBe('2026-05-31');
    expect(alone(of(['2026-01-30', '2026-02-28', '2026-03-30']), 'M').dateAhead(0)).toBe('2026-04-30');
    expect(alone(of(['2026-11-01', '2026-12-01']), 'M').dateAhead(1)).toBe('2027-02-01');
    expect(alone(of(days('2026-01-03', 4, 7)), 'W').dateAhead(0)).toBe('2026-01-31');
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

  it('does not write over the file that it reads, by whatever name', async () => {
    const text = `series,ds,y\n${days('2026-01-01', 30)
      .map((day) => `a,${day},1`)
      .join('\n')}\n`;
    const input = file(text);
    const linked = join(folder, 'linked.csv');
    symlinkSync(input.path, linked);
    for (const output of [input.path, join(folder, '.', basename(input.path)), linked])
      await expect(runForecastCsv({ input, output, horizon: 2 })).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('is the file that is read'),
      });
    expect(readFileSync(input.path, 'utf8')).toBe(text);
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
