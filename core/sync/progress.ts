/** Tells how far a sync is: at most ten times a second, with an estimate once there is something to go by. */
import type { StoreId } from '../../shared/action.ts';
import type { SyncPhase, SyncProgress } from './types.ts';

const EVERY_MS = 100;
/** Before so long the speed says little. */
const ESTIMATE_AFTER_MS = 1_000;

export class ProgressTeller {
  readonly #storeId: StoreId;
  readonly #emit: (progress: SyncProgress) => void;
  #phase: SyncPhase | null = null;
  #phaseAt = 0;
  #startedDone = 0;
  #toldAt = 0;
  last: SyncProgress | null = null;

  constructor(storeId: StoreId, emit: (progress: SyncProgress) => void) {
    this.#storeId = storeId;
    this.#emit = emit;
  }

  tell(phase: SyncPhase, done: number, total: number | null = null): void {
    const now = performance.now();
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#phaseAt = now;
      this.#startedDone = done;
      this.#toldAt = Number.NEGATIVE_INFINITY;
    }
    const elapsed = now - this.#phaseAt;
    const gained = done - this.#startedDone;
    const estimable = total !== null && gained > 0 && elapsed >= ESTIMATE_AFTER_MS;
    this.last = {
      storeId: this.#storeId,
      phase,
      done,
      total,
      etaSeconds: estimable ? Math.ceil((Math.max(0, total - done) / gained) * (elapsed / 1000)) : null,
    };
    if (now - this.#toldAt < EVERY_MS && done !== total) return;
    this.#toldAt = now;
    this.#emit(this.last);
  }
}
