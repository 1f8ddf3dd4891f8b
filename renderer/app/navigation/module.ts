/** What a module says of itself; its page is a chunk of its own, loaded where it is gone to. */
import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { IconName } from '../../ui/icon.tsx';

export interface Waiting {
  count: number;
  /** What is counted, read aloud: "4 wait for you". */
  label: string;
}

export interface Ahead {
  api: RoyalClient;
  queries: QueryClient;
  /** The one store that is looked at; null for all. */
  store: string | null;
}

/** Each folder of renderer/modules has a module.ts that exports one, named `module`. */
export interface Module {
  /** The first part of its addresses: "inventory". */
  id: string;
  title: string;
  icon: IconName;
  /** Its place in the rail, from the top. */
  order: number;
  /** g, then this, leads to it. */
  letter: string;
  load: () => Promise<ComponentType>;
  /** Fetches what its page shows first, so that it is there before anyone goes to it. */
  readAhead?: (ahead: Ahead) => Promise<unknown>;
  /** A hook: what needs a person in it. */
  useWaiting?: () => Waiting | null;
  /** Its page needs no visible title. */
  untitled?: boolean;
  /** Not in the rail: other pages and the palette lead to it. */
  aside?: boolean;
}
