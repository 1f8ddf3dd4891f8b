/** The leaky bucket of query cost, one for each app and shop, and what it counted. */

export type Plan = 'basic' | 'advanced' | 'plus' | 'enterprise';

/** Points restored a second, https://shopify.dev/docs/api/usage/limits. */
export const RESTORE_RATE: Record<Plan, number> = { basic: 100, advanced: 200, plus: 1000, enterprise: 2000 };
/** The bucket holds twenty seconds' worth. */
const SECONDS_HELD = 20;

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

export interface CostCount {
  requests: number;
  throttled: number;
  pointsSpent: number;
  /** Points that came back while there was room for them. */
  pointsRestored: number;
  /** Points lost because the bucket was full. */
  pointsOverflowed: number;
  /** From the first request to the last. */
  seconds: number;
  /** pointsSpent over what the restore rate gave in those seconds; above 1 while the first filling is used up. */
  utilisation: number;
}

/** Time comes in as milliseconds of a monotonic clock: a fixed sandbox clock must not stop restoring. */
export class Bucket {
  readonly rate: number;
  readonly #maximum: number;
  #available: number;
  #at: number;
  #firstAt: number | null = null;
  #lastAt = 0;
  #count = { requests: 0, throttled: 0, pointsSpent: 0, pointsRestored: 0, pointsOverflowed: 0 };

  constructor(plan: Plan, now: number) {
    this.rate = RESTORE_RATE[plan];
    this.#maximum = this.rate * SECONDS_HELD;
    this.#available = this.#maximum;
    this.#at = now;
  }

  /** Takes the points where there are enough, else counts a throttled request. */
  take(points: number, now: number): boolean {
    this.#restore(now);
    this.#firstAt ??= now;
    this.#lastAt = now;
    this.#count.requests += 1;
    if (points > this.#available) {
      this.#count.throttled += 1;
      return false;
    }
    this.#available -= points;
    this.#count.pointsSpent += points;
    return true;
  }

  /** Gives back what a request did not use after all. */
  giveBack(points: number): void {
    this.#available = Math.min(this.#maximum, this.#available + points);
    this.#count.pointsSpent -= points;
  }

  /** A throttled answer on request. */
  countThrottled(): void {
    this.#count.throttled += 1;
  }

  status(now: number): ThrottleStatus {
    this.#restore(now);
    return {
      maximumAvailable: this.#maximum,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.rate,
    };
  }

  counted(): CostCount {
    const seconds = this.#firstAt === null ? 0 : (this.#lastAt - this.#firstAt) / 1000;
    const given = seconds * this.rate;
    return { ...this.#count, seconds, utilisation: given > 0 ? this.#count.pointsSpent / given : 0 };
  }

  /** Starts counting anew; the bucket stays as full as it is, or is emptied to `available`. */
  reset(now: number, available?: number): void {
    this.#restore(now);
    if (available !== undefined) this.#available = Math.min(this.#maximum, available);
    this.#firstAt = null;
    this.#count = { requests: 0, throttled: 0, pointsSpent: 0, pointsRestored: 0, pointsOverflowed: 0 };
  }

  #restore(now: number): void {
    const due = ((now - this.#at) / 1000) * this.rate;
    const room = this.#maximum - this.#available;
    this.#available += Math.min(due, room);
    this.#count.pointsRestored += Math.min(due, room);
    this.#count.pointsOverflowed += Math.max(0, due - room);
    this.#at = now;
  }
}
