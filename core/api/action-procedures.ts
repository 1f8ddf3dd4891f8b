/** actions.*, stop.*: deciding what happens, and stopping it. */
import type { StopStatus } from '../../shared/contract/schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { inboxProcedures } from './inbox-procedures.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { actionView } from './views.ts';

export function actionProcedures(os: Implementer, parts: CoreParts) {
  const { clock, ledger, orchestrator, person, stores } = parts;

  const stopStatus = (): StopStatus => {
    const { stop } = orchestrator.status();
    return stop
      ? { stopped: true, by: stop.by.id, reason: stop.reason, at: stop.at }
      : { stopped: false, by: null, reason: null, at: null };
  };

  return {
    actions: {
      list: os.actions.list.handler(({ input }) => {
        const rows = ledger.actions.list(input);
        // A store that was removed keeps its history; one that never was is a slip of the pen.
        if (rows.length === 0 && input.storeId !== undefined) stores.known(input.storeId);
        return rows.map(actionView);
      }),
      ...inboxProcedures(os, parts),
      show: os.actions.show.handler(({ input }) => actionView(ledger.actions.require(input.id))),
      preview: os.actions.preview.handler(({ input }) => orchestrator.preview(input.id)),
      propose: os.actions.propose.handler(({ input: { by, reason, ...proposal } }) => {
        const evidence = reason ? [{ kind: 'reason', text: reason }] : undefined;
        return actionView(orchestrator.propose({ ...proposal, evidence }, person(by)).action);
      }),
      approve: os.actions.approve.handler(async ({ input, signal }) => {
        const approved = orchestrator.approve(input.id, person(input.by), { reason: input.reason });
        return actionView(input.wait ? await orchestrator.whenDone(input.id, signal) : approved);
      }),
      reject: os.actions.reject.handler(({ input }) =>
        actionView(orchestrator.reject(input.id, person(input.by), reasonOf(input), { rule: input.rule })),
      ),
      snooze: os.actions.snooze.handler(({ input }) => {
        const until = Math.max(input.until, clock());
        return actionView(orchestrator.snooze(input.id, person(input.by), until, input.reason));
      }),
      undo: os.actions.undo.handler(async ({ input, signal }) => {
        const undo = await orchestrator.undo(input.id, person(input.by), { reason: input.reason });
        return actionView(input.wait ? await orchestrator.whenDone(undo.id, signal) : undo);
      }),
      retry: os.actions.retry.handler(async ({ input, signal }) => {
        const again = orchestrator.retry(input.id, person(input.by));
        return actionView(input.wait ? await orchestrator.whenDone(input.id, signal) : again);
      }),
      settle: os.actions.settle.handler(({ input }) =>
        actionView(orchestrator.settle(input.id, person(input.by), input.word)),
      ),
    },
    stop: {
      pull: os.stop.pull.handler(({ input }) => {
        orchestrator.stop(person(input.by), input.reason ?? 'no reason given');
        return stopStatus();
      }),
      lift: os.stop.lift.handler(({ input }) => {
        orchestrator.resume(person(input.by));
        return stopStatus();
      }),
      status: os.stop.status.handler(stopStatus),
    },
  };
}

/** A rule tells agents why for as long as it stands: it has no default. */
function reasonOf({ reason, rule }: { reason?: string; rule?: unknown }): string {
  if (reason?.trim()) return reason;
  if (rule === undefined) return 'no reason given';
  throw new RoyalError({
    code: 'invalid_input',
    message: 'A rule needs its reason.',
    next: 'Say why agents shall not propose it again.',
  });
}
