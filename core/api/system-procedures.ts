/** access.*, system.*: who is let in, and what the core is doing. */
import { isConnected } from '../store-runtime.ts';
import { healthProcedures } from './health-procedures.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { connectionView } from './views.ts';

export function systemProcedures(os: Implementer, parts: CoreParts) {
  const { access, ledger, orchestrator, person, served, people, startedAt, stores, tasks } = parts;
  /** Throws not_found: who is let in is one of the people, so that a role decides what they may do. */
  const whose = (input: { person?: string | undefined; by?: string | undefined }): string =>
    people.require(input.person ?? person(input.by).id).name;
  const health = healthProcedures(os, parts);
  return {
    access: {
      list: os.access.list.handler(() => access.list()),
      createToken: os.access.createToken.handler(({ input }) =>
        access.createToken(input.name, person(input.by), whose(input)),
      ),
      revoke: os.access.revoke.handler(({ input }) => access.revoke(input.id, person(input.by))),
      invite: os.access.invite.handler(({ input }) => {
        const actor = person(input.by);
        const invited = whose(input);
        const { token, expiresAt } = access.invite(actor, invited);
        ledger.audit.append({ actor, kind: 'access.invited', data: { expiresAt, person: invited } });
        // In the fragment: what stands there is in no request, no log and no referrer.
        return { token, expiresAt, link: served.url === null ? null : `${served.url}/#enter=${token}` };
      }),
    },
    secrets: health.secrets,
    system: {
      ...health.system,
      status: os.system.status.handler(() => {
        const { stop, actions } = orchestrator.status();
        return {
          startedAt,
          url: served.url,
          stores: stores.open().map(({ info, sync }) => {
            const { running, watermark, error } = sync.status();
            return { storeId: info.id, syncedAt: watermark, syncing: running, error: error?.code ?? null };
          }),
          connections: stores.open().filter(isConnected).map(connectionView),
          actions,
          tasks: tasks.stats(),
          stopped: stop !== null,
          seq: ledger.events.since(Number.MAX_SAFE_INTEGER).head,
        };
      }),
    },
  };
}
