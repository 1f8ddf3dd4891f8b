/** What is going on in the stores right now, as events tell it: kept here only while it goes on. */
import { create } from 'zustand';

export interface WorkProgress {
  /** A sync's phase; an agent's own words. */
  what: string;
  done: number;
  total: number | null;
  etaMs: number | null;
}

interface Empire {
  /** By store id. */
  syncs: Readonly<Record<string, WorkProgress>>;
  /** By agent id and store id: see runKey. */
  runs: Readonly<Record<string, WorkProgress>>;
}

export const useEmpire = create<Empire>(() => ({ syncs: {}, runs: {} }));

export function runKey(agent: string, storeId: string): string {
  return `${agent} ${storeId}`;
}

/** null ends it. */
export function tellSync(storeId: string, progress: WorkProgress | null): void {
  useEmpire.setState(({ syncs }) => ({ syncs: changed(syncs, storeId, progress) }));
}

/** null ends it. */
export function tellRun(key: string, progress: WorkProgress | null): void {
  useEmpire.setState(({ runs }) => ({ runs: changed(runs, key, progress) }));
}

/** Whoever told of these may be gone: what still goes on tells so again. */
export function forgetWork(): void {
  useEmpire.setState({ syncs: {}, runs: {} });
}

function changed(
  works: Readonly<Record<string, WorkProgress>>,
  key: string,
  progress: WorkProgress | null,
): Readonly<Record<string, WorkProgress>> {
  const { [key]: _, ...others } = works;
  return progress ? { ...others, [key]: progress } : others;
}
