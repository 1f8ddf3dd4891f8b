/**
 * Parts of the page that are chunks of their own. One that has come is drawn at once, and one that is awaited as soon as
 * it comes: React's lazy() shows its fallback even for the first, and keeps it for 300 ms so that nothing flickers.
 */
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { Skeleton } from '../ui/card.tsx';
import { idle, unattended } from './idle.ts';

export interface Loadable<Props extends object> {
  /** Throws, for the boundary around it, where it can't be had; shown again it tries anew. */
  Shown: ComponentType<Props>;
  /** Begins to load it, once; the next call after a failure tries anew. */
  load(): Promise<void>;
}

const all = new Set<Loadable<never>>();

export function loadable<Props extends object>(
  from: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode,
): Loadable<Props> {
  let loaded: ComponentType<Props> | null = null;
  let loading: Promise<ComponentType<Props>> | null = null;
  const begin = (): Promise<ComponentType<Props>> => {
    loading ??= from().then(
      (component) => {
        loaded = component;
        return component;
      },
      (error) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };

  // biome-ignore lint/correctness/noComponentHookFactories: called once a part, as the module is read, like React's own lazy().
  function Shown(props: Props) {
    const [One, setOne] = useState<ComponentType<Props> | null>(() => loaded);
    const [failure, setFailure] = useState<{ error: unknown } | null>(null);
    useEffect(() => {
      if (One) return;
      let wanted = true;
      begin().then(
        (component) => wanted && setOne(() => component),
        (error: unknown) => wanted && setFailure({ error }),
      );
      return () => {
        wanted = false;
      };
    }, [One]);
    if (failure) throw failure.error;
    return One ? <One {...props} /> : meanwhile;
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

/** One that takes the place of a page. */
export function loadablePage<Props extends object>(
  from: () => Promise<ComponentType<Props>>,
): Loadable<Props> {
  return loadable(from, <Skeleton lines={6} height={3} />);
}

/** Whoever goes through the modules right away is not to share the machine with what may never be opened. */
const UNATTENDED_MS = 1_000;

/** All that are known, one after the other; those that turn up in what came are among them. */
export async function loadAll(): Promise<void> {
  await unattended(UNATTENDED_MS);
  // A set that grows is walked to its new end.
  for (const one of all) {
    await idle();
    await one.load().catch(() => {
      // Asked for again where it is shown.
    });
  }
}
