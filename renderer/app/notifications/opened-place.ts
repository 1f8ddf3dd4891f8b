/** Where a notification leads: to the thing itself where its module shows one, else to its module. */
import { MODULES } from '../navigation/modules.ts';
import { placeTo } from '../navigation/place.ts';

export interface Target {
  module: string;
  id: number | string | null;
}

/** Modules that show one thing by its id: `#/approvals/12`. The others show all of it on one page. */
const SHOWS_ONE: ReadonlySet<string> = new Set(['agents', 'approvals', 'orders']);

/** null where this version has no such module. `modules` is for tests. */
export function openedPlace(
  { module, id }: Target,
  modules: readonly { id: string }[] = MODULES,
): string | null {
  if (!modules.some((one) => one.id === module)) return null;
  return placeTo(module, id !== null && SHOWS_ONE.has(module) ? [String(id)] : []);
}
