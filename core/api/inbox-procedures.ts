/** The inbox of actions.*: pages, edits, several at once, and what may be taken back. */
import type { ActionLightView } from '../../shared/contract/decision-schemas.ts';
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import { DAY_MS } from '../../shared/time.ts';
import type { LightAction, PageFilter } from '../ledger/action-pages.ts';
import { waitingPage } from '../morning/waiting.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { actionView } from './views.ts';

/** What history is of: decided, or past deciding. */
const PAST = ['rejected', 'expired', 'verified', 'failed', 'unknown', 'undone'] as const;

export function inboxProcedures(os: Implementer, parts: CoreParts) {
  const { clock, ledger, orchestrator, person, stores } = parts;

  const pressing = (filter: PageFilter) => {
    if (filter.states?.join() !== 'proposed' || filter.needPerson)
      throw new RoyalError({
        code: 'invalid_input',
        message: 'Only what waits for a decision can be more or less pressing.',
        next: 'Ask for the state `proposed`, or for the newest first.',
      });
    const zoneOf = (storeId: string): string => stores.openOrNull(storeId)?.info.zone ?? 'UTC';
    return waitingPage({ ledger, zoneOf, now: clock() }, filter);
  };

  const page = (filter: PageFilter, order: 'changed' | 'newest' | 'pressing') => {
    try {
      const { rows, total, next } =
        order === 'pressing' ? pressing(filter) : ledger.actions.page(filter, order);
      // A store that was removed keeps its history; one that never was is a slip of the pen.
      if (total === 0 && filter.storeId !== undefined) stores.known(filter.storeId);
      return { rows: rows.map(lightView), total, next };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RoyalError({
        code: 'invalid_input',
        message: 'That is no place in the list to go on from.',
        next: 'Begin with the first page.',
      });
    }
  };

  return {
    page: os.actions.page.handler(({ input: { order, ...filter } }) => page(filter, order)),
    history: os.actions.history.handler(({ input }) =>
      page({ ...input, states: input.states ?? PAST }, 'changed'),
    ),
    snoozed: os.actions.snoozed.handler(({ input }) => ledger.actions.snoozed(input.storeId).map(lightView)),
    edit: os.actions.edit.handler(async ({ input }) => {
      const { id, confirm, reason } = input;
      const { action, changes } = orchestrator.edit(id, person(input.by), {
        input: input.input,
        confirm,
        reason: reason ?? null,
      });
      return { action: actionView(action), changes, preview: await orchestrator.preview(id) };
    }),
    approveMany: os.actions.approveMany.handler(({ input, signal }) =>
      orchestrator.approveMany(input.ids, person(input.by), {
        reason: input.reason,
        signal: signal ? AbortSignal.any([signal, parts.signal]) : parts.signal,
      }),
    ),
    rejectMany: os.actions.rejectMany.handler(({ input }) =>
      orchestrator.rejectMany(input.ids, person(input.by), input.reason ?? 'no reason given'),
    ),
    undoable: os.actions.undoable.handler(({ input }) =>
      ledger.actions
        .undoable(clock() - input.days * DAY_MS, input.limit, input.storeId)
        .filter((action) => orchestrator.mayBeUndone(action))
        .map((action) => ({
          action: lightView(action),
          verifiedAt: action.updatedAt,
          text: `Takes back: ${action.title}`,
        })),
    ),
    undoPreview: os.actions.undoPreview.handler(async ({ input }) => {
      try {
        const { offer, preview } = await orchestrator.undoPreview(input.id);
        return 'refused' in offer
          ? { possible: false, title: null, preview: null, because: offer.refused, next: offer.next }
          : { possible: true, title: offer.proposal.title, preview, because: null, next: null };
      } catch (error) {
        const { code, message, next } = toErrorData(error);
        // That it can't be undone is an answer; that nobody could look is an error.
        if (code !== 'invalid_state') throw error;
        return { possible: false, title: null, preview: null, because: message, next };
      }
    }),
  };
}

function lightView({ brief, epoch: _, ...row }: LightAction): ActionLightView {
  return {
    ...row,
    supplier: brief.supplier,
    deadline: brief.deadline,
    evidenceCount: brief.evidence.reduce((sum, { count }) => sum + count, 0),
  };
}
