/** Where rules are enforced: every proposal of an agent passes here before it may enter the ledger. */
import type { Effect, Evidence, Proposal } from '../../shared/action.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { ActionContext, ActionType } from '../actions/action-type.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RuleRow } from '../ledger/types.ts';
import { factsOf, withoutLines } from './rule-facts.ts';
import { heldBack } from './rule-match.ts';

type Held = ReturnType<typeof heldBack<RuleRow>>;

/** What rules hold against a proposal of an agent; nothing is written. */
export function heldByRules(
  rules: readonly RuleRow[],
  context: ActionContext,
  type: ActionType,
  proposal: Proposal,
  agent: string,
): Held {
  if (rules.length === 0) return { whole: null, lines: [] };
  return heldBack(
    rules,
    factsOf(proposal, agent, type.measure(context, proposal.input)),
    (variantIds) => {
      const less = type.schema.safeParse(withoutLines(proposal.input, variantIds));
      if (!less.success) return null;
      return factsOf({ ...proposal, input: less.data }, agent, type.measure(context, less.data));
    },
    (variantId) => context.mirror.variant(variantId)?.productId ?? null,
  );
}

/** The proposal as far as rules let it through, or the rule that keeps it back; what is kept back is counted. */
export function passRules(
  ledger: Ledger,
  context: ActionContext,
  type: ActionType,
  proposal: Proposal,
  agent: string,
): { proposal: Proposal; keptBy: null } | { proposal: null; keptBy: RuleRow } {
  const { storeId, key, title } = proposal;
  const rules = ledger.rules.inForce(storeId, type.type, agent);
  const held = heldByRules(rules, context, type, proposal, agent);
  const wish = { storeId, actionType: type.type, agent, key };
  if (held.whole) {
    ledger.rules.keep(held.whole.id, { ...wish, variantId: null, title });
    return { proposal: null, keptBy: held.whole };
  }
  if (held.lines.length === 0) return { proposal, keptBy: null };
  for (const { variantId, rule } of held.lines)
    ledger.rules.keep(rule.id, { ...wish, variantId, title: lineTitle(proposal.input, variantId) ?? title });
  const taken = new Set(held.lines.map((line) => line.variantId));
  const input = type.schema.parse(withoutLines(proposal.input, taken));
  const [out, left] = split(proposal.evidence, taken);
  return {
    keptBy: null,
    proposal: {
      ...proposal,
      input,
      title: type.title(context, input),
      evidence: [...left, ...held.lines.map((line) => leftOut(line, proposal.input))],
      effect: less(proposal.effect, out, taken.size),
    },
  };
}

function leftOut({ variantId, rule }: Held['lines'][number], input: unknown): Evidence {
  return {
    kind: 'rule_applied',
    text: `${lineTitle(input, variantId) ?? `Variant ${variantId}`} was left out by rule ${rule.id} of ${rule.by.id}: ${rule.reason}`,
    data: { ruleId: rule.id, variantId },
  };
}

function split(
  evidence: readonly Evidence[],
  variantIds: ReadonlySet<ShopifyId>,
): [out: Evidence[], left: Evidence[]] {
  const isOut = ({ data }: Evidence): boolean =>
    typeof data?.variantId === 'number' && variantIds.has(data.variantId);
  return [evidence.filter(isOut), evidence.filter((one) => !isOut(one))];
}

/** Less what the lines that were taken off would have brought; not known where they do not say it. */
function less(effect: Effect | undefined, out: readonly Evidence[], lines: number): Effect | undefined {
  if (!effect) return undefined;
  const parts = out.flatMap(({ data }) => {
    const part = data?.marginKept as Pick<Effect, 'low' | 'mid' | 'high'> | null | undefined;
    return part === undefined ? [] : [part ?? { low: 0, mid: 0, high: 0 }];
  });
  if (parts.length !== lines) return undefined;
  const rest = (of: 'low' | 'mid' | 'high'): number =>
    parts.reduce((sum, part) => sum - part[of], effect[of]);
  return { ...effect, low: rest('low'), mid: rest('mid'), high: rest('high') };
}

function lineTitle(input: unknown, variantId: ShopifyId): string | null {
  const { lines } = input as { lines?: { variantId?: unknown; title?: unknown }[] };
  const title = lines?.find((line) => line.variantId === variantId)?.title;
  return typeof title === 'string' ? title : null;
}
