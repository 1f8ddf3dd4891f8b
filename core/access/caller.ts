/**
 * Who makes the call at hand. A window, a terminal or the program itself calls as the user whose data folder it is. A
 * call that the host passes on for somebody it let in says so on a port of its own (serve-core.ts), where only the host
 * can write: nothing in a call's input decides it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** What comes with a call from outside of its input. */
export interface CallContext {
  /** Passed on for others: `person` or `reqHeaders` must then name whom. */
  served?: true;
  person?: string;
  reqHeaders?: Headers;
}

/** Encoded: names of people are no header text. */
export const PERSON_HEADER = 'royal-person';

const calling = new AsyncLocalStorage<string>();

/** The name of who was let in and calls; null where the data folder's own user does. */
export function caller(): string | null {
  return calling.getStore() ?? null;
}

export function callAs<T>(person: string, work: () => T): T {
  return calling.run(person, work);
}

/** null: the data folder's own user. An empty name, which is nobody's, where the host named nobody. */
export function personIn({ served, person, reqHeaders }: CallContext): string | null {
  if (!served) return null;
  if (person !== undefined) return person;
  try {
    return decodeURIComponent(reqHeaders?.get(PERSON_HEADER) ?? '');
  } catch {
    return '';
  }
}
