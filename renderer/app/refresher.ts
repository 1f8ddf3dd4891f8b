/**
 * Fetches anew what events have made old: however many come, once a frame at most, one fetch of a thing at a time, and
 * once more where something came while it was under way.
 */

export interface Refresher {
  /** `names` became old. */
  touch(names: Iterable<string>): void;
}

export interface RefresherOptions {
  fetch(name: string): Promise<unknown>;
  /** Calls once, soon: at the next frame. */
  soon(then: () => void): void;
}

export function refresher({ fetch, soon }: RefresherOptions): Refresher {
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
    const done = (): void => {
      busy.delete(name);
      if (old.has(name)) plan();
    };
    // A failure shows where the thing is shown.
    fetch(name).then(done, done);
  };

  return {
    touch(names) {
      for (const name of names) old.add(name);
      if (old.size > 0) plan();
    },
  };
}
