/** Who was deleted for good from a store, as rows of a file show it: by id, or by marks of e-mail address and phone. */
import { createHash } from 'node:crypto';
import type { ShopifyId } from '../../shared/gid.ts';
import type { CustomerDeletion } from '../data-folder/deletions.ts';
import { type PeopleKeys, personMarks } from '../mirror/people.ts';

export class Forgotten {
  readonly #keys: PeopleKeys;
  readonly #ids = new Set<ShopifyId>();
  readonly #marks = new Set<string>();

  constructor(keys: PeopleKeys, deletions: readonly CustomerDeletion[]) {
    this.#keys = keys;
    for (const one of deletions) this.add(one);
  }

  add({ customerId, marks = [] }: CustomerDeletion): void {
    this.#ids.add(customerId);
    for (const mark of marks) this.#marks.add(mark);
  }

  get isNobody(): boolean {
    return this.#ids.size === 0;
  }

  hasId(customerId: ShopifyId): boolean {
    return this.#ids.has(customerId);
  }

  hasPerson(person: { email?: string; phone?: string }): boolean {
    return this.#marks.size > 0 && personMarks(this.#keys, person).some((mark) => this.#marks.has(mark));
  }

  /** The same for the same people: says whether kept files were rid of all of them. */
  digest(): string {
    const all = [...[...this.#ids].map(String), ...this.#marks].sort();
    return createHash('sha256').update(all.join('\n')).digest('hex');
  }
}
