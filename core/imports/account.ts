/** What became of every row of a file: counted, the refused ones named. */
import type { ImportCounts, Refusal } from '../ledger/imports.ts';

export type Outcome = 'imported' | 'merged' | 'unchanged';

export interface Accounted extends ImportCounts {
  /** In the file's order, the first of them where there are very many. */
  refusals: Refusal[];
}

/** Refused rows that are named one by one; the others are counted. */
const NAMED = 10_000;

export class Account {
  rows = 0;
  refused = 0;
  readonly #outcomes: Record<Outcome, number> = { imported: 0, merged: 0, unchanged: 0 };
  readonly #refusals: Refusal[] = [];

  add(outcome: Outcome, rows: number): void {
    this.rows += rows;
    this.#outcomes[outcome] += rows;
  }

  refuse(refusals: readonly Refusal[]): void {
    this.rows += refusals.length;
    this.refused += refusals.length;
    for (const { line, reason } of refusals)
      if (this.#refusals.length < NAMED) this.#refusals.push({ line, reason });
  }

  checked(): Accounted {
    const { rows, refused } = this;
    const { imported, merged, unchanged } = this.#outcomes;
    if (imported + merged + unchanged + refused !== rows)
      throw new TypeError('Rows of an import are not accounted for');
    const refusals = this.#refusals.toSorted((a, b) => a.line - b.line);
    return { rows, imported, merged, unchanged, refused, refusals };
  }
}
