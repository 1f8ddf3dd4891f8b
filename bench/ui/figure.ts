/** A figure of the page with the target that it is held to. */
import { rounded } from '../bench.ts';

export interface Figure {
  name: string;
  /** NaN where nothing was measured, which never passes. */
  value: number;
  unit: 'ms' | 'percent' | 'megabytes' | 'score' | 'bytes' | 'shift' | 'rows' | 'events';
  target: string;
  pass: boolean;
}

type Target = { atMost: number } | { below: number } | { atLeast: number };

export function figure(name: string, value: number, unit: Figure['unit'], target: Target): Figure {
  const [sign, bound] =
    'atMost' in target
      ? (['≤', target.atMost] as const)
      : 'below' in target
        ? (['<', target.below] as const)
        : (['≥', target.atLeast] as const);
  const pass = sign === '≤' ? value <= bound : sign === '<' ? value < bound : value >= bound;
  return {
    name,
    value: unit === 'bytes' ? value : rounded(value),
    unit,
    target: `${sign} ${bound}`,
    pass,
  };
}
