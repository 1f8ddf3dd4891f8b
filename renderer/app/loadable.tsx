/**
 * Parts of the page that are chunks of their own. One that has come is drawn at once: React's lazy() shows its fallback
 * even then, and keeps a fallback for 300 ms so that nothing flickers.
 */
import { type ComponentType, lazy, useState } from 'react';
import { idle } from './idle.ts';

export interface Loadable<Props extends object> {
  /** Stands within a Suspense, for where it has not come yet. */
  Shown: ComponentType<Props>;
  /** Begins to load it, once; the next call after a failure tries anew. */
  load(): Promise<void>;
}

const all = new Set<Loadable<never>>();

export function loadable<Props extends object>(from: () => Promise<ComponentType<Props>>): Loadable<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<{ default: ComponentType<Props> }> | null = null;
  const begin = (): Promise<{ default: ComponentType<Props> }> => {
    loading ??= from().then(
      (component) => {
        loaded = component;
        return { default: component };
      },
      (error) => {
        loading = null;
        Later = lazy(begin);
        throw error;
      },
    );
    return loading;
  };
  let Later = lazy(begin);

  // biome-ignore lint/correctness/noComponentHookFactories: called once a part, as the module is read, like React's own lazy().
  function Shown(props: Props) {
    // One for as long as it is shown: another would begin with a state of its own.
    const [One] = useState<ComponentType<Props>>(() => loaded ?? Later);
    return <One {...props} />;
  }
  const made: Loadable<Props> = {
    Shown,
    async load() {
      await begin();
    },
  };
  all.add(made as unknown as Loadable<never>);
  return made;
}

/** All that are known, one after the other; those that turn up in what came are among them. */
export async function loadAll(): Promise<void> {
  // A set that grows is walked to its new end.
  for (const one of all) {
    await idle();
    await one.load().catch(() => {
      // Asked for again where it is shown.
    });
  }
}
