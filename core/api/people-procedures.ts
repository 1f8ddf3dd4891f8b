/** people.*: who works here, and what each may do. */
import type { CoreParts, Implementer } from './parts.ts';

export function peopleProcedures(os: Implementer, { people, person }: CoreParts) {
  const viewOf = (name: string, you: string) => people.views(you).find((view) => view.name === name)!;
  return {
    people: {
      list: os.people.list.handler(() => people.views(person(undefined).id)),
      me: os.people.me.handler(() => people.me(person(undefined).id)),
      set: os.people.set.handler(({ input: { by, ...row } }) => {
        const actor = person(by);
        people.set(row, actor);
        return viewOf(row.name, actor.id);
      }),
      remove: os.people.remove.handler(({ input }) => {
        const actor = person(input.by);
        const row = people.remove(input.name, actor);
        return { ...row, sessions: 0, tokens: 0, you: row.name === actor.id };
      }),
    },
  };
}
