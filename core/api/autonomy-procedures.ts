/** autonomy.*: how far agents may go by themselves. */
import type { CoreParts, Implementer } from './parts.ts';

export function autonomyProcedures(os: Implementer, { autonomy, clock, person, stores }: CoreParts) {
  return {
    autonomy: {
      list: os.autonomy.list.handler(({ input }) => {
        if (input.storeId !== undefined) stores.known(input.storeId);
        return autonomy.list(input.storeId);
      }),
      set: os.autonomy.set.handler(({ input: { by, ...set } }) => autonomy.set(set, person(by))),
      preview: os.autonomy.preview.handler(({ input }) => autonomy.preview(input, clock())),
    },
  };
}
