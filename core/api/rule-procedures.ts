/** rules.*: what agents shall not propose, and what has been kept back. */
import type { RuleView } from '../../shared/contract/rule-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { RuleRow } from '../ledger/types.ts';
import { type RuleNames, sentenceOf } from '../orchestrator/rule-words.ts';
import type { CoreParts, Implementer } from './parts.ts';

export function ruleProcedures(os: Implementer, parts: CoreParts) {
  const { agents, clock, ledger, orchestrator, person, stores } = parts;

  const view = (row: RuleRow): RuleView => {
    const store = row.scope.storeId === undefined ? undefined : stores.openOrNull(row.scope.storeId);
    const from = row.fromAction === null ? null : ledger.actions.get(row.fromAction);
    const names: RuleNames = {
      agent: (id) => agents.find((agent) => agent.id === id)?.title ?? id,
      store: (id) => stores.rows().find((one) => one.id === id)?.name ?? id,
      variant: from ? titleOf(from.input, row.scope.variantId) : null,
      from: from?.title ?? null,
    };
    return {
      id: row.id,
      scope: row.scope,
      condition: row.condition,
      until: row.until,
      text: sentenceOf(row, store ? { currency: store.info.currency, zone: store.info.zone } : null, names),
      reason: row.reason,
      by: row.by.id,
      fromAction: row.fromAction,
      createdAt: row.createdAt,
      state: stateOf(row, clock()),
      removedAt: row.retiredAt,
      removedBy: row.retiredBy?.id ?? null,
      kept: row.kept,
      times: row.times,
      lastKeptAt: row.lastKeptAt,
    };
  };

  return {
    rules: {
      list: os.rules.list.handler(({ input }) => ledger.rules.list(input).map(view)),
      show: os.rules.show.handler(({ input }) => view(ledger.rules.require(input.id))),
      create: os.rules.create.handler(({ input }) => {
        const { scope, condition = null, until = null, reason } = input;
        const { storeId, ...rest } = scope;
        if (storeId !== undefined) stores.known(storeId);
        if (Object.keys(rest).length === 0)
          throw new RoyalError({
            code: 'invalid_input',
            message:
              'A rule without a kind of action, agent, product or supplier would keep back everything.',
            next: 'Say what agents shall not propose, or set the agent to observe.',
          });
        if (until !== null && until <= clock())
          throw new RoyalError({
            code: 'invalid_input',
            message: 'The rule would be over before it begins.',
            next: 'Name a time that is still to come, or none.',
          });
        const made = orchestrator.addRule({ scope, condition, until, reason }, person(input.by));
        return { rule: view(made.rule), waiting: made.waiting };
      }),
      remove: os.rules.remove.handler(({ input }) =>
        view(orchestrator.removeRule(input.id, person(input.by))),
      ),
      kept: os.rules.kept.handler(({ input }) => {
        if (input.ruleId !== undefined) ledger.rules.require(input.ruleId);
        const { rows, total } = ledger.rules.kept(input);
        return { rows: rows.map(({ key: _, ...row }) => row), total };
      }),
    },
  };
}

/** As the lines of the proposal call it. */
function titleOf(input: unknown, variantId: number | undefined): string | null {
  const { lines } = (input ?? {}) as { lines?: unknown };
  if (!Array.isArray(lines)) return null;
  const line = (lines as { variantId?: unknown; title?: unknown }[]).find(
    (one) => one.variantId === variantId,
  );
  return typeof line?.title === 'string' ? line.title : null;
}

function stateOf({ retiredAt, until }: RuleRow, now: EpochMs): RuleView['state'] {
  if (retiredAt !== null) return 'removed';
  return until !== null && until <= now ? 'over' : 'in_force';
}
