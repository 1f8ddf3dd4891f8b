/** The people who work here: their roles, what lets them in, and that there is always an owner. */
import type { Actor } from '../shared/action.ts';
import type { Me, PersonView } from '../shared/contract/people-schemas.ts';
import { RoyalError } from '../shared/errors.ts';
import { HELPER_MAY } from './access/permissions.ts';
import type { AppDb, PersonRow } from './app-db/app-db.ts';
import { drainOutbox } from './app-db/drain-outbox.ts';
import type { Ledger } from './ledger/ledger.ts';

export class People {
  readonly #appDb: AppDb;
  readonly #ledger: Ledger;
  /** Whose data folder it is. */
  readonly local: string;

  constructor(options: { appDb: AppDb; ledger: Ledger; local: string }) {
    this.#appDb = options.appDb;
    this.#ledger = options.ledger;
    this.local = options.local;
  }

  get(name: string): PersonRow | null {
    return this.#appDb.people.get(name);
  }

  list(): PersonRow[] {
    return this.#appDb.people.list();
  }

  /** Throws RoyalError not_found. */
  require(name: string): PersonRow {
    const person = this.get(name);
    if (person) return person;
    throw new RoyalError({
      code: 'not_found',
      message: `Nobody is called ${JSON.stringify(name)} here.`,
      next: 'Add them under Settings, People, or with `royal people set`.',
    });
  }

  views(you: string): PersonView[] {
    const entries = this.#appDb.access.list();
    return this.list().map((person) => {
      const theirs = entries.filter((entry) => entry.person === person.name);
      const sessions = theirs.filter(({ kind }) => kind === 'session').length;
      return { ...person, sessions, tokens: theirs.length - sessions, you: person.name === you };
    });
  }

  me(name: string): Me {
    const person = this.require(name);
    return { ...person, may: person.role === 'owner' ? null : [...HELPER_MAY].sort() };
  }

  /** Throws RoyalError invalid_state where nobody, or not the data folder's own user, would be an owner. */
  set(person: PersonRow, actor: Actor): PersonRow {
    if (person.role === 'helper') this.#assertNotNeeded(person.name, 'made a helper');
    const limit = person.role === 'owner' ? null : person.approvalLimit;
    const kept = this.#appDb.people.set({ ...person, approvalLimit: limit }, actor);
    drainOutbox(this.#appDb, this.#ledger);
    return kept;
  }

  /** Their browsers are signed out and their API tokens end. Throws RoyalError not_found, invalid_state. */
  remove(name: string, actor: Actor): PersonRow {
    const person = this.require(name);
    this.#assertNotNeeded(name, 'removed');
    // First the person: a call that comes in between is refused for want of one.
    this.#appDb.people.remove(name, actor);
    for (const entry of this.#appDb.access.list())
      if (entry.person === name) this.#appDb.access.remove(entry.id, actor);
    drainOutbox(this.#appDb, this.#ledger);
    return person;
  }

  #assertNotNeeded(name: string, what: string): void {
    const others = this.list().some((one) => one.role === 'owner' && one.name !== name);
    if (name !== this.local && others) return;
    if (name !== this.local && this.get(name)?.role !== 'owner') return;
    throw new RoyalError({
      code: 'invalid_state',
      message:
        name === this.local
          ? `${name} is the user of this data folder and can't be ${what}: whoever can open its files owns them.`
          : `${name} is the only owner and can't be ${what}.`,
      next: name === this.local ? 'Nothing needs to be done.' : 'Make somebody else an owner first.',
    });
  }
}
