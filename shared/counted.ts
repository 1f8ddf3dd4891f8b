/** How agents, actions and reports write numbers: in English, as their sentences are. */
import { numberFormat } from './number-format.ts';

/** `17,097`, `1,204.5`: two decimals at most. */
export function grouped(n: number): string {
  return numberFormat('en-GB', { maximumFractionDigits: 2 }).format(n);
}

/** `1 line`, `3,000 lines`: how many of a thing there are. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}
