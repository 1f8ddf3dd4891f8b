/** The sandbox's clock: real time, or fixed where a test or a demo says so. */

export class SandboxClock {
  #fixed: number | null;

  /** Epoch milliseconds to stand still at, or null for real time. */
  constructor(fixed: number | null = null) {
    this.#fixed = fixed;
  }

  get fixed(): boolean {
    return this.#fixed !== null;
  }

  now(): number {
    return this.#fixed ?? Date.now();
  }

  /** As Shopify writes a DateTime. */
  iso(): string {
    return toIso(this.now());
  }

  fix(at: number | null): void {
    this.#fixed = at;
  }

  /** Moves a fixed clock; real time is fixed first. */
  advance(ms: number): void {
    this.#fixed = this.now() + ms;
  }
}

function toIso(at: number): string {
  return new Date(at).toISOString();
}
