/** Freight, duty and other charges spread over the lines of an order, in whole minor units: nothing lost, nothing made. */
import { allocate, type Currency, currencyDigits, type Minor } from '../../shared/money.ts';

interface CostedLine {
  quantity: number;
  /** null: not known. */
  unitCost: Minor | null;
  allocations: readonly { quantity: number }[];
}

export interface LandedLine {
  goods: Minor;
  /** Goods and the line's share of the charges. */
  landed: Minor;
  /** Rounded half away from zero; `landed` is what adds up. null of no units. */
  landedUnitCost: Minor | null;
  /** Of each allocation; they add up to `landed`. */
  allocations: Minor[];
}

/**
 * By value, or by units; by units too where the goods cost nothing. null for every line where the cost of one is
 * unknown and charges are spread by value: its share is unknown, so are the others'.
 */
export function landedCosts(
  lines: readonly CostedLine[],
  charges: Minor,
  spread: 'value' | 'units',
): (LandedLine | null)[] {
  const known = lines.every((line) => line.unitCost !== null || line.quantity === 0);
  if (!known && spread === 'value' && charges > 0) return lines.map(() => null);
  const goods = lines.map((line) => (line.unitCost ?? 0) * line.quantity);
  const units = lines.map((line) => line.quantity);
  const byValue = spread === 'value' && goods.some((amount) => amount > 0);
  const shares = shared(charges, byValue ? goods : units);
  return lines.map((line, index) => {
    if (line.unitCost === null) return null;
    const landed = goods[index]! + shares[index]!;
    return {
      goods: goods[index]!,
      landed,
      landedUnitCost: line.quantity === 0 ? null : Math.round(landed / line.quantity),
      allocations: shared(
        landed,
        line.allocations.map((part) => part.quantity),
      ),
    };
  });
}

function shared(total: Minor, weights: readonly number[]): Minor[] {
  return weights.some((weight) => weight > 0) ? allocate(total, weights) : weights.map(() => 0);
}

/**
 * An amount in another currency at a decimal rate ("1.1734": units of `to` for one of `from`), rounded half away from
 * zero, exactly. Throws RangeError where the rate is no decimal.
 */
export function convert(minor: Minor, from: Currency, to: Currency, rate: string): Minor {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(rate);
  if (!match) throw new RangeError(`Not a rate: ${JSON.stringify(rate)}`);
  const fraction = match[2] ?? '';
  const top = BigInt(minor) * BigInt(match[1]! + fraction) * 10n ** BigInt(currencyDigits(to));
  const bottom = 10n ** BigInt(fraction.length + currencyDigits(from));
  const size = top < 0n ? -top : top;
  const rounded = (2n * size + bottom) / (2n * bottom);
  return Number(top < 0n ? -rounded : rounded);
}
