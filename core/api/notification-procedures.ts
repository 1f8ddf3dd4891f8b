/** notifications.*: what deserves a look, and what may interrupt whoever asks. */
import type { CoreParts, Implementer } from './parts.ts';

export function notificationProcedures(os: Implementer, { ledger, notices, person }: CoreParts) {
  return {
    notifications: {
      list: os.notifications.list.handler(({ input }) => {
        const { id } = person(undefined);
        return {
          notifications: ledger.notifications.list({ ...input, person: id }),
          unread: ledger.notifications.unread(id),
        };
      }),
      read: os.notifications.read.handler(({ input }) => {
        const { id } = person(input.by);
        notices.markRead(id, input.ids);
        return { unread: ledger.notifications.unread(id) };
      }),
      preferences: os.notifications.preferences.handler(() => notices.preferences(person(undefined).id)),
      setPreferences: os.notifications.setPreferences.handler(({ input: { by, ...changes } }) =>
        notices.setPreferences(person(by), changes),
      ),
    },
  };
}
