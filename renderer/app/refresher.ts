/**
 * Fetches anew what events have made old: however many come, once a frame at most, one fetch of a thing at a time with a
 * rest after it, and once more where something came meanwhile. A thousand events a second cost a few questions.
 */

export interface Refresher {
  /** `names` became old. */
  touch(names: Iterable<string>): void;
}

export interface RefresherOptions {
  fetch(name: string): Promise<unknown>;
  /** Calls once, soon: at the next frame. */
  soon(then: () => void): void;
  /** Begins with each fetch; before it is over the same thing is not fetched again. */
  rest(): Promise<void>;
}

export function refresher({ fetch, soon, rest }: RefresherOptions): Refresher {
  const old = new Set<string>();
  const busy = new Set<string>();
  let due = false;

  const plan = (): void => {
    if (due) return;
    due = true;
    soon(() => {
      due = false;
      for (const name of [...old]) if (!busy.has(name)) start(name);
    });
  };

  const start = (name: string): void => {
    old.delete(name);
    busy.add(name);
    // A failure shows where the thing is shown.
    Promise.allSettled([fetch(name), rest()]).then(() => {
      busy.delete(name);
      if (old.has(name)) plan();
    });
  };

  return {
    touch(names) {
      for (const name of names) old.add(name);
      if (old.size > 0) plan();
    },
  };
}
