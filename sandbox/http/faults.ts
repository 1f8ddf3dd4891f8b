/** Faults on request: what should go wrong next, for which shop and operation, and how often. */

const FAULT_KINDS = [
  'http_429',
  'throttled',
  'http_500',
  'http_503',
  'slow',
  'connection_reset',
  'lost_answer',
  'cut_bulk',
  'bulk_failed',
  'duplicate_webhook',
  'late_webhook',
  'expired_token',
  'missing_scope',
  'redacted',
  'shop_not_permitted',
  'down',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/** States of a shop rather than single mishaps: they last until they are removed, unless `times` is given. */
const LASTING: ReadonlySet<FaultKind> = new Set(['missing_scope', 'redacted', 'shop_not_permitted', 'down']);

export interface Fault {
  id: number;
  kind: FaultKind;
  /** A shop's domain; null for all. */
  shop: string | null;
  /** How often it still strikes; null without end. */
  times: number | null;
  /** Part of the operation's name (of the topic, for webhooks; of the file's name, for cut_bulk). */
  match: string | null;
  /** cut_bulk: bytes to let through (half of what was asked for, where absent). */
  after: number | null;
  /** slow, late_webhook: delay. http_429: `Retry-After`, rounded up to seconds. */
  ms: number | null;
  /** missing_scope: the scope taken away; without it, all write scopes. */
  scope: string | null;
  /** cut_bulk: the shortened file looks complete, its Content-Length too. */
  silent: boolean;
  /** How often it struck. */
  struck: number;
}

export class Faults {
  readonly #faults: Fault[] = [];
  #nextId = 1;

  /** Throws RangeError where the request is not understood. */
  add(input: Record<string, unknown>): Fault {
    const kind = input.kind as FaultKind;
    if (!FAULT_KINDS.includes(kind)) throw new RangeError(`kind must be one of ${FAULT_KINDS.join(', ')}`);
    const match =
      typeof input.match === 'object'
        ? (input.match as { operation?: string } | null)?.operation
        : input.match;
    const fault: Fault = {
      id: this.#nextId++,
      kind,
      shop: text(input.shop, 'shop'),
      times: count(input.times, 'times') ?? (LASTING.has(kind) ? null : 1),
      match: text(match, 'match'),
      after: count(input.after, 'after'),
      ms: count(input.ms, 'ms'),
      scope: text(input.scope, 'scope'),
      silent: input.silent === true,
      struck: 0,
    };
    this.#faults.push(fault);
    return fault;
  }

  list(): Fault[] {
    return [...this.#faults];
  }

  /** Those still waiting to strike. Removes them and answers how many there were. */
  clear(): number {
    return this.#faults.splice(0).filter(({ times }) => times !== 0).length;
  }

  /** The first fault of this kind that applies, counted as one strike; null where none does. */
  take(kind: FaultKind, shop: string, subject: string): Fault | null {
    const fault = this.#faults.find(
      (candidate) =>
        candidate.kind === kind &&
        candidate.times !== 0 &&
        (candidate.shop === null || candidate.shop === shop) &&
        (candidate.match === null || subject.includes(candidate.match)),
    );
    if (!fault) return null;
    fault.struck += 1;
    if (fault.times !== null) fault.times -= 1;
    return fault;
  }
}

function text(value: unknown, name: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new RangeError(`${name} must be a text`);
  return value;
}

function count(value: unknown, name: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw new RangeError(`${name} must be a whole number from 0`);
  return value;
}
