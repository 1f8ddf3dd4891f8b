/**
 * Paces requests by the cost bucket of a shop, so that a long sync meets no THROTTLED and leaves no point unused.
 *
 * Shopify takes a request's *requested* cost out of the bucket before it runs and gives back what it did not use;
 * the bucket refills at a fixed rate (https://shopify.dev/docs/api/usage/limits). A request therefore waits until
 * the bucket, as computed from the last answer, holds its requested cost. The requested cost of a document is
 * learned from its answers, by the number of objects asked for.
 */
import { cancelled, type PolicyState } from './policy.ts';

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** `extensions.cost` of an answer. */
export interface QueryCost {
  requestedQueryCost: number;
  actualQueryCost: number | null;
  throttleStatus: ThrottleStatus;
}

export type Lane = 'normal' | 'priority';

export interface Slot {
  /** Must be called once, whatever became of the request; without a cost where no answer told one. */
  settle(cost?: QueryCost): void;
}

interface Waiter {
  key: string;
  units: number;
  lane: Lane;
  grant(): void;
}

/** No single query may cost more, whatever the plan. */
const DEAREST_QUERY = 1000;
/** Share of the bucket that ordinary requests leave to an owner's mutation. */
const HEADROOM_SHARE = 0.1;

export class CostThrottle {
  #available = 0;
  #measuredAt = 0;
  #status: ThrottleStatus | null = null;
  #blockedUntil = 0;
  #reserved = 0;
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting: Waiter[] = [];
  /** Requested cost by document, then by number of objects asked for. */
  readonly #learned = new Map<string, Map<number, number>>();

  /** Waits until the request fits. Throws RoyalError 'cancelled' once the signal is aborted. */
  acquire(key: string, units: number, lane: Lane, signal?: AbortSignal): Promise<Slot> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(cancelled());
        this.#pump();
      };
      const waiter: Waiter = {
        key,
        units,
        lane,
        grant: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve(this.#slot(waiter));
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const at = lane === 'priority' ? this.#waiting.findIndex((other) => other.lane === 'normal') : -1;
      if (at >= 0) this.#waiting.splice(at, 0, waiter);
      else this.#waiting.push(waiter);
      this.#pump();
    });
  }

  /** Nothing leaves for so long: an answer 429 without a cost. */
  block(ms: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, performance.now() + ms);
    this.#pump();
  }

  /**
   * How many objects one request of this document may ask for: at most half the bucket, so that the next request
   * need not wait for a full bucket, which would waste points. `least` until the document's cost is known.
   */
  unitsFor(key: string, least: number, most: number): number {
    const known = this.#learned.get(key);
    if (!known || !this.#status) return least;
    const budget = Math.min(DEAREST_QUERY * 0.9, this.#status.maximumAvailable / 2);
    let units = 0;
    for (const [size, cost] of known) if (cost <= budget && size > units) units = size;
    if (units > 0) return Math.min(most, Math.max(units, Math.floor((budget * units) / known.get(units)!)));
    const smallest = Math.min(...known.keys());
    return Math.max(1, Math.floor((budget * smallest) / known.get(smallest)!));
  }

  state(): Pick<PolicyState, 'bucket' | 'waiting'> {
    const status = this.#status;
    return {
      bucket: status && {
        available: Math.round(this.#level()),
        maximum: status.maximumAvailable,
        restorePerSecond: status.restoreRate,
      },
      waiting: this.#waiting.length,
    };
  }

  #slot({ key, units, lane }: Waiter): Slot {
    const cost = this.#costOf(key, units, lane);
    this.#reserved += cost;
    this.#inFlight += 1;
    let settled = false;
    return {
      settle: (answer) => {
        if (settled) return;
        settled = true;
        this.#reserved -= cost;
        this.#inFlight -= 1;
        if (answer) this.#learn(key, units, answer);
        else this.#available = this.#level() - cost;
        this.#measuredAt = performance.now();
        this.#pump();
      },
    };
  }

  #learn(key: string, units: number, answer: QueryCost): void {
    this.#status = answer.throttleStatus;
    this.#available = answer.throttleStatus.currentlyAvailable;
    const known = this.#learned.get(key) ?? new Map<number, number>();
    this.#learned.set(key, known.set(units, answer.requestedQueryCost));
  }

  /** Points in the bucket now, by the last answer; requests under way are not taken off. */
  #level(): number {
    if (!this.#status) return 0;
    const restored = ((performance.now() - this.#measuredAt) * this.#status.restoreRate) / 1000;
    return Math.min(this.#status.maximumAvailable, this.#available + restored);
  }

  /** An unknown read may be as dear as any; an unknown mutation is cheap, and its owner waits for it. */
  #costOf(key: string, units: number, lane: Lane): number {
    const maximum = this.#status?.maximumAvailable ?? 0;
    const predicted = this.#predict(key, units);
    if (predicted !== null) return Math.min(predicted, maximum);
    if (lane === 'priority') return maximum * HEADROOM_SHARE;
    return Math.min(maximum * (1 - HEADROOM_SHARE), DEAREST_QUERY);
  }

  /**
   * Never too little for a cost that grows with the number of objects, but no faster: from a smaller request in
   * proportion, from a larger one its own cost.
   */
  #predict(key: string, units: number): number | null {
    const known = this.#learned.get(key);
    if (!known) return null;
    const exact = known.get(units);
    if (exact !== undefined) return exact;
    let least = Number.POSITIVE_INFINITY;
    for (const [size, cost] of known) least = Math.min(least, size < units ? (cost * units) / size : cost);
    return least;
  }

  #pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#waiting.length > 0) {
      const wait = this.#waitFor(this.#waiting[0]!);
      if (wait > 0) {
        if (Number.isFinite(wait)) this.#timer = setTimeout(() => this.#pump(), Math.ceil(wait));
        return;
      }
      this.#waiting.shift()!.grant();
    }
  }

  /** Milliseconds until the request fits; Infinity where only an answer can tell. */
  #waitFor(waiter: Waiter): number {
    const blocked = this.#blockedUntil - performance.now();
    if (blocked > 0) return blocked;
    const status = this.#status;
    // The first request tells the bucket's size; until then they go one by one.
    if (!status) return this.#inFlight === 0 ? 0 : Number.POSITIVE_INFINITY;
    const cost = this.#costOf(waiter.key, waiter.units, waiter.lane);
    const headroom = waiter.lane === 'priority' ? 0 : status.maximumAvailable * HEADROOM_SHARE;
    const needed = Math.min(cost + headroom, status.maximumAvailable) + this.#reserved;
    const level = this.#level();
    if (level >= needed) return 0;
    if (needed > status.maximumAvailable) return Number.POSITIVE_INFINITY;
    return ((needed - level) * 1000) / status.restoreRate;
  }
}
