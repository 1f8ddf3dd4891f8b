/** The stores looked at, and what goes on in them right now, as events tell it: kept only while it goes on. */
import { create } from 'zustand';

export interface WorkProgress {
  /** A sync's phase; an agent's own words. */
  what: string;
  done: number;
  total: number | null;
  etaMs: number | null;
}

/** Whole weeks before today; the one period of all that is shown in periods. */
export const PERIODS = [
  { id: '4w', days: 28, label: '4 weeks' },
  { id: '6w', days: 42, label: '6 weeks' },
  { id: '13w', days: 91, label: '13 weeks' },
  { id: '52w', days: 364, label: '52 weeks' },
] as const;

export type PeriodId = (typeof PERIODS)[number]['id'];

interface Empire {
  /** The one store that is looked at; null for all of them, each in its own currency. */
  store: string | null;
  period: PeriodId;
  /** By store id. */
  syncs: Readonly<Record<string, WorkProgress>>;
  /** By agent id and store id: see runKey. */
  runs: Readonly<Record<string, WorkProgress>>;
}

const KEPT = 'royal.view';

export const useEmpire = create<Empire>(() => ({ ...keptView(), syncs: {}, runs: {} }));

/** null for all stores. */
export function chooseStore(store: string | null): void {
  useEmpire.setState({ store });
  keepView();
}

export function choosePeriod(period: PeriodId): void {
  useEmpire.setState({ period });
  keepView();
}

/** Of the chosen period. @public for modules */
export function usePeriodDays(): number {
  return useEmpire(({ period }) => PERIODS.find(({ id }) => id === period)!.days);
}

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

/** As it was left in this window's browser; what is kept there is nobody's promise. */
function keptView(): Pick<Empire, 'store' | 'period'> {
  try {
    const { store, period } = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Record<string, unknown>;
    return {
      store: typeof store === 'string' ? store : null,
      period: PERIODS.find(({ id }) => id === period)?.id ?? '6w',
    };
  } catch {
    return { store: null, period: '6w' };
  }
}

function keepView(): void {
  const { store, period } = useEmpire.getState();
  try {
    localStorage.setItem(KEPT, JSON.stringify({ store, period }));
  } catch {
    // A browser that keeps nothing: it is chosen anew next time.
  }
}
