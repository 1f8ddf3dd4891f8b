/** What rules look at in a proposal, read from its input by the names that all action types share. */
import type { Proposal } from '../../shared/action.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Measures } from '../actions/action-type.ts';
import type { RuleFacts, RuleLine } from './rule-match.ts';

interface InputLine {
  variantId?: unknown;
  quantity?: unknown;
  unitCost?: unknown;
}

export function factsOf(
  proposal: Pick<Proposal, 'type' | 'storeId' | 'input' | 'key' | 'confidence'>,
  agent: string,
  measures: Pick<Measures, 'money' | 'change'>,
): RuleFacts {
  const { supplier, variantId, quantity } = (proposal.input ?? {}) as Record<string, unknown>;
  const lines = linesOf(proposal.input);
  return {
    storeId: proposal.storeId,
    type: proposal.type,
    agent,
    key: proposal.key,
    supplier: typeof supplier === 'string' ? supplier : null,
    variantId: typeof variantId === 'number' ? variantId : null,
    lines,
    units: lines.length > 0 ? sum(lines) : typeof quantity === 'number' ? quantity : null,
    money: measures.money,
    change: measures.change,
    confidence: proposal.confidence ?? null,
  };
}

/** The input without the lines of these variants; null where no line is left. */
export function withoutLines(input: unknown, variantIds: ReadonlySet<ShopifyId>): unknown {
  const { lines } = input as { lines: InputLine[] };
  const rest = lines.filter((line) => !variantIds.has(line.variantId as ShopifyId));
  return rest.length === 0 ? null : { ...(input as object), lines: rest };
}

function linesOf(input: unknown): RuleLine[] {
  const { lines } = (input ?? {}) as { lines?: unknown };
  if (!Array.isArray(lines)) return [];
  return (lines as InputLine[]).flatMap(({ variantId, quantity, unitCost }) =>
    typeof variantId === 'number'
      ? [
          {
            variantId,
            units: typeof quantity === 'number' ? quantity : null,
            money: typeof quantity === 'number' && typeof unitCost === 'number' ? quantity * unitCost : null,
          },
        ]
      : [],
  );
}

function sum(lines: readonly RuleLine[]): number | null {
  return lines.reduce<number | null>(
    (total, line) => (total === null || line.units === null ? null : total + line.units),
    0,
  );
}
