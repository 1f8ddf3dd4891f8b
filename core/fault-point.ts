/** Names every boundary between two durable steps, so that tests can kill the process exactly there. */

export type FaultHook = (name: string) => void;

let hook: FaultHook | null = null;

/** Called at step boundaries ("executor.after_intent"); does nothing unless a test harness set a hook. */
export function faultPoint(name: string): void {
  hook?.(name);
}

/** Sets the hook, or removes it with null. */
export function setFaultHook(next: FaultHook | null): void {
  hook = next;
}
