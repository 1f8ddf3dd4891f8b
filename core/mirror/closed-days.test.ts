import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, parseDay, weekdayOf } from '../../shared/time.ts';
import { closedDays } from './closed-days.ts';

const START = parseDay('2025-01-06');
const YEAR = 365;

/** From a Monday on. */
function ordersOf(days: number, on: (day: number) => number): Map<Day, number> {
  const orders = new Map<Day, number>();
  for (let day = 0; day < days; day += 1) if (on(day) > 0) orders.set(START + day, on(day));
  return orders;
}

const closed = (orders: ReadonlyMap<Day, number>): number[] =>
  closedDays(orders, START, START + 10 * YEAR).map((day) => day - START);

const days = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Orders at random, as many a day on average; each draws another at once with this chance. */
function quiet(seed: number, perDay: number, length: number, another = 0): Map<Day, number> {
  let state = seed;
  const draw = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state + 0.5) / 2_147_483_648;
  };
  const counts = new Array<number>(length).fill(0);
  for (let at = 0; at < length; ) {
    counts[Math.floor(at)]! += 1;
    if (draw() >= another) at -= Math.log(draw()) / (perDay * (1 - another));
  }
  return ordersOf(length, (day) => counts[day]!);
}

const runs = (found: readonly number[]): number =>
  found.filter((day, index) => day !== found[index - 1]! + 1).length;

describe('closed days', () => {
  it('are a day without an order where a dozen came on all others', () => {
    expect(closed(ordersOf(60, (day) => (day === 30 ? 0 : 12)))).toEqual([30]);
  });

  it('are none of those on which a quiet store sells nothing', () => {
    expect(closed(ordersOf(60, (day) => (day === 30 ? 0 : 1)))).toEqual([]);
    for (const another of [0, 0.5])
      for (const perDay of [0.3, 0.7, 1, 1.5, 2, 3, 6]) {
        const years = 10;
        const found = closed(quiet(5, perDay, years * YEAR, another));
        expect(runs(found) / years, `${perDay} a day, ${another}`).toBeLessThan(1);
      }
  });

  it('are all of a holiday of two or three weeks, also of one that is longer than the weeks beside it', () => {
    for (const perDay of [0.8, 1, 2, 5, 40])
      for (const length of [14, 21, 40]) {
        const orders = quiet(11, perDay, 200);
        for (const day of days(90, 89 + length)) orders.delete(START + day);
        expect(closed(orders), `${length} days at ${perDay} a day`).toEqual(
          expect.arrayContaining(days(90, 89 + length)),
        );
      }
  });

  it('are no weekend of a store that trades on weekdays, but one in the midst of its holiday', () => {
    const weekdays = (day: number): number => (day % 7 < 5 ? 3 : 0);
    expect(closed(ordersOf(YEAR, weekdays))).toEqual([]);
    const holiday = days(70, 81);
    expect(closed(ordersOf(YEAR, (day) => (holiday.includes(day) ? 0 : weekdays(day))))).toEqual(holiday);
  });

  it('need orders before and after: nothing is known before the first and after the last', () => {
    expect(closed(ordersOf(60, (day) => (day < 20 || day > 40 ? 0 : 12)))).toEqual([]);
    expect(closed(new Map())).toEqual([]);
  });

  it('are known on the day that a busy store opens again', () => {
    expect(closed(ordersOf(61, (day) => (day < 50 || day === 60 ? 12 : 0)))).toEqual(days(50, 59));
  });

  it('are no quiet time before sales begin or after they peter out', () => {
    const rising = (day: number): number => (day < 100 ? (day % 25 === 0 ? 1 : 0) : 9);
    expect(closed(ordersOf(200, rising))).toEqual([]);
    expect(closed(ordersOf(200, (day) => rising(199 - day)))).toEqual([]);
  });

  it('are no season without trade', () => {
    expect(closed(ordersOf(2 * YEAR, (day) => (day % YEAR < 60 ? 20 : 0)))).toEqual([]);
  });

  it('are never days with an order, always between two, and the same whichever part is asked for', () => {
    const counts = fc.array(fc.oneof(fc.constant(0), fc.nat(30)), { maxLength: 150 });
    fc.assert(
      fc.property(counts, fc.nat(150), fc.nat(150), (numbers, from, length) => {
        const orders = ordersOf(numbers.length, (day) => numbers[day]!);
        const all = closed(orders);
        const sold = [...orders.keys()];
        for (const day of all) {
          expect(orders.has(START + day)).toBe(false);
          expect(START + day).toBeGreaterThan(sold[0]!);
          expect(START + day).toBeLessThan(sold.at(-1)!);
        }
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        const part = closedDays(orders, START + from, START + from + length);
        expect(part.map((day) => day - START)).toEqual(
          all.filter((day) => day >= from && day <= from + length),
        );
        const weekdays = new Set(sold.map(weekdayOf));
        if (all.length === 1) expect(weekdays).toContain(weekdayOf(START + all[0]!));
      }),
    );
  });
});
