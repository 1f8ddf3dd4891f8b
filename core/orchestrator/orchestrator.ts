/** The orchestrator: schedules and runs agents, decides by policy, has actions carried out, and can be stopped. */
import type { Actor } from '../../shared/action.ts';
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import { drainOutbox } from '../app-db/drain-outbox.ts';
import type { ActionRow } from '../ledger/types.ts';
import { createEmergencyStop } from './emergency-stop.ts';
import { alreadyUndone } from './execution.ts';
import { createExecutor } from './executor.ts';
import { notWith } from './not-possible.ts';
import { checked, createProposals } from './proposals.ts';
import { ruleFrom } from './rule-from.ts';
import { createRunner } from './runner.ts';
import { createScheduler } from './scheduler.ts';
import { createSeveral } from './several.ts';
import type { Orchestrator, OrchestratorOptions } from './types.ts';
import { offerUndo, undoRefused } from './undo-offer.ts';

export type { Orchestrator, OrchestratorOptions } from './types.ts';

const SYSTEM: Actor = { kind: 'system', id: 'orchestrator' };

export function createOrchestrator(options: OrchestratorOptions): Orchestrator {
  const { ledger, appDb, agents, clock, log } = options;
  const types = new Map(options.actionTypes.map((type) => [type.type, type]));
  const stop = createEmergencyStop(appDb, ledger, clock.now);
  const proposals = createProposals({ ledger, appDb, types, contextFor: options.contextFor, clock });
  const intents = options.intents ?? ledger.attempts;
  const executor = createExecutor({
    ledger,
    types,
    contextFor: options.contextFor,
    clock,
    stop,
    log,
    intents,
  });
  const runner = createRunner({
    ledger,
    agents,
    contextFor: options.contextFor,
    freshen: options.freshen,
    tasks: options.tasks,
    clock,
    stop,
    proposals,
    emit: options.emit,
    log,
    onProposals: (storeId) => void executor.kick(storeId),
    keepOutlooks: options.keepOutlooks,
  });

  const expireDue = (): ActionRow[] =>
    ledger.transaction(() => {
      const now = clock.now();
      return ledger.actions.due(now).map((action) => {
        const overdue = action.expiresAt !== undefined && action.expiresAt <= now;
        if (action.state === 'snoozed') {
          const woken = ledger.actions.transition(action.id, 'proposed', { actor: SYSTEM });
          if (!overdue) return woken;
        }
        return ledger.actions.transition(action.id, 'expired', {
          actor: SYSTEM,
          reason: 'Nobody decided in time.',
        });
      });
    });

  const scheduler = createScheduler({
    ledger,
    agents,
    stores: options.stores,
    syncedAt: (storeId) => options.contextFor(storeId).mirror.syncedAt(),
    isImporting: options.isImporting,
    runner,
    stop,
    clock,
    log,
    tickMs: options.tickMs,
    onLook() {
      stop.writeDown();
      drainOutbox(appDb, ledger);
      expireDue();
      void executor.kickAll();
    },
  });

  const takeUpRuns = (): void => {
    runner.takeUp().catch((error: unknown) => {
      log.error({ error: toErrorData(error) }, 'Runs of an earlier start could not be taken up.');
    });
  };

  /** A snoozed proposal is woken first. Call expireDue before the transaction: what is overdue stays expired. */
  const decidable = (id: number, actor: Actor): ActionRow => {
    const action = ledger.actions.require(id);
    return action.state === 'snoozed' ? ledger.actions.transition(id, 'proposed', { actor }) : action;
  };

  const approve: Orchestrator['approve'] = (id, actor, { reason } = {}) => {
    expireDue();
    const approved = ledger.transaction(() => {
      const action = decidable(id, actor);
      const decision = proposals.assertMayApprove(action, actor);
      if (action.state === 'failed') throw notWith(action, 'approved', 'Use retry for a failed action.');
      return ledger.actions.transition(id, 'approved', {
        actor,
        reason: reason ?? null,
        rule: decision.rule,
      });
    });
    void executor.kick(approved.storeId);
    return approved;
  };

  const reject: Orchestrator['reject'] = (id, actor, reason, { rule } = {}) => {
    expireDue();
    return ledger.transaction(() => {
      if (rule) proposals.assertOwner(actor);
      else proposals.assertPerson(actor);
      const action = decidable(id, actor);
      const rejected = ledger.actions.transition(id, 'rejected', { actor, reason });
      if (rule) ledger.rules.add({ ...ruleFrom(action, rule), reason, by: actor, fromAction: id });
      return rejected;
    });
  };

  const undoing = { ledger, intents, types, contextFor: options.contextFor, clock };

  /** A ledger that is not the one last written here knows nothing of what was done since: it must do nothing again. */
  const distrustOlderLedger = (): void => {
    if (!ledger.audit.noteBreak(SYSTEM)) return;
    stop.pull(
      SYSTEM,
      'the audit chain does not end where it did: the ledger may be an older copy or was changed',
    );
    ledger.holdQueue(
      SYSTEM,
      'It was let through in a ledger that may be an older copy, and may have been carried out. Look in the shop whether it was done.',
    );
  };

  return {
    start() {
      drainOutbox(appDb, ledger);
      distrustOlderLedger();
      takeUpRuns();
      void executor.kickAll();
      scheduler.start();
    },

    async runAgent(agentId, storeId, trigger = 'person', runOptions = {}) {
      return runner.run(agentId, storeId, trigger, runOptions);
    },

    cancelRun: (runId, actor) => runner.cancel(runId, actor),

    propose(wished, actor) {
      expireDue();
      const outcome = proposals.propose(wished, actor);
      if (outcome.outcome === 'dropped' && outcome.id === null)
        throw new RoyalError({
          code: 'invalid_state',
          message: outcome.because,
          next: 'Nothing needs to be done.',
        });
      void executor.kick(wished.storeId);
      return { action: ledger.actions.require(outcome.id!), outcome: outcome.outcome };
    },

    preview: async (id) => proposals.preview(ledger.actions.require(id)),

    approve,

    reject,

    ...createSeveral({
      ledger,
      approve,
      reject,
      whenDone: (id, signal) => executor.whenDone(id, signal),
      stopped() {
        const state = stop.state();
        return state && `The emergency stop is pulled (${state.by.id}: ${state.reason}).`;
      },
    }),

    snooze(id, actor, until, reason) {
      expireDue();
      return ledger.transaction(() => {
        proposals.assertPerson(actor);
        const action = decidable(id, actor);
        if (until <= clock.now())
          throw new RoyalError({
            code: 'invalid_input',
            message: 'A proposal can only be put off to a later time.',
            next: 'Name a time that is still to come.',
          });
        return ledger.actions.transition(action.id, 'snoozed', {
          actor,
          snoozedUntil: until,
          reason: reason ?? null,
        });
      });
    },

    expireDue,

    edit(id, actor, edit) {
      expireDue();
      return proposals.edit(id, actor, edit);
    },

    addRule(rule, actor) {
      return ledger.transaction(() => {
        proposals.assertOwner(actor);
        const made = ledger.rules.add({ ...rule, by: actor, fromAction: null });
        return { rule: made, waiting: proposals.heldBy(made) };
      });
    },

    removeRule(id, actor) {
      proposals.assertOwner(actor);
      return ledger.rules.retire(id, actor);
    },

    async undoPreview(id) {
      const { action, offer } = await offerUndo(id, undoing);
      if ('refused' in offer) return { offer, preview: null };
      const { type, input } = checked(types, offer.proposal);
      const context = { ...options.contextFor(action.storeId), ledger, now: clock.now(), action };
      return { offer, preview: await type.preview(context, input) };
    },

    mayBeUndone(action) {
      const type = types.get(action.type);
      return action.undoes === null && type !== undefined && type.undoable !== false;
    },

    async undo(id, actor, { reason } = {}) {
      const { action, offer } = await offerUndo(id, undoing);
      if ('refused' in offer) throw undoRefused(id, offer);
      const outcome = ledger.transaction(() => {
        // The look at the shop took its time: another undo may have been asked for and carried out in it.
        const still = ledger.actions.require(id);
        if (still.state !== 'verified') throw alreadyUndone(still);
        const proposed = proposals.propose({ ...offer.proposal, key: `undo:${id}` }, actor, { undoes: id });
        if (proposed.outcome === 'dropped') throw notWith(action, 'undone', proposed.because);
        const decision = proposals.assertMayApprove(ledger.actions.require(proposed.id), actor);
        return ledger.actions.transition(proposed.id, 'approved', {
          actor,
          reason: reason ?? null,
          rule: decision.rule,
        });
      });
      void executor.kick(action.storeId);
      return outcome;
    },

    retry(id, actor) {
      const action = ledger.actions.require(id);
      const last = ledger.attempts.latest(id);
      if (last && last.state !== 'refused')
        throw notWith(action, 'tried again', 'It may have been carried out: propose it anew.');
      const approved = ledger.transaction(() => {
        const decision = proposals.assertMayApprove(action, actor);
        if (action.state !== 'failed') throw notWith(action, 'tried again', 'Only a failed action can be.');
        const target = action.undoes === null ? null : ledger.actions.require(action.undoes);
        if (target && target.state !== 'verified') throw alreadyUndone(target);
        return ledger.actions.transition(id, 'approved', { actor, rule: decision.rule });
      });
      void executor.kick(action.storeId);
      return approved;
    },

    settle(id, actor, word) {
      return ledger.transaction(() => {
        const action = ledger.actions.require(id);
        if (action.state !== 'unknown' || !action.needsPerson)
          throw notWith(action, 'settled by a person', 'The program settles it, or it is settled.');
        const { type, input } = checked(types, action);
        proposals.assertMayApprove(action, actor);
        // What happens in the ledger alone did not happen if the ledger does not say so.
        if (word === 'done' && type.kind === 'local')
          throw notWith(
            action,
            'called done',
            'It is done in this program only: call it not done, then retry.',
          );
        ledger.actions.transition(id, 'executing', { actor, reason: `${actor.id} looked: ${word}` });
        if (word === 'not_done')
          return ledger.actions.transition(id, 'failed', {
            actor,
            outcome: { text: `${actor.id} saw that it was not done.` },
          });
        const context = { ...options.contextFor(action.storeId), ledger, now: clock.now(), action };
        const sent = ledger.attempts.latest(id);
        type.recordVerified?.(
          context,
          input,
          sent && { key: sent.key, request: sent.request, answer: sent.answer },
        );
        const settled = ledger.actions.transition(id, 'verified', {
          actor,
          outcome: { text: `${actor.id} saw that it was done.` },
        });
        if (action.undoes !== null)
          ledger.actions.transition(action.undoes, 'undone', { actor, undoneBy: id });
        return settled;
      });
    },

    whenDone: (id, signal) => executor.whenDone(id, signal),

    stop: (actor, reason) => stop.pull(actor, reason),

    resume(actor) {
      proposals.assertOwner(actor);
      stop.lift(actor);
      takeUpRuns();
      void executor.kickAll();
    },

    status() {
      const { states, needPerson } = ledger.actions.counts();
      return {
        stop: stop.state(),
        agents: options.stores().flatMap((store) =>
          agents.map((agent) => ({
            id: agent.id,
            title: agent.title,
            storeId: store.id,
            running: runner.isRunning(agent.id, store.id),
            last: ledger.runs.latest(agent.id, store.id),
            nextAt: scheduler.nextAt(agent, store),
          })),
        ),
        actions: {
          proposed: states.proposed ?? 0,
          approved: states.approved ?? 0,
          executing: states.executing ?? 0,
          unknown: states.unknown ?? 0,
          needPerson,
        },
        gaps: ledger.epochs.gaps(),
      };
    },

    async drain() {
      scheduler.close();
      await Promise.all([runner.drain(), executor.drain()]);
      await ledger.settled();
    },
  };
}
