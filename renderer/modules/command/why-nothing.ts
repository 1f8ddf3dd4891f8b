/** Why the agents propose nothing, where they found that they can't: what is missing, and the next step. Pure. */

interface Found {
  storeId: string;
  kind: string;
  title: string;
  evidence: readonly { kind: string; text: string }[];
}

export interface WhyNothing {
  storeId: string;
  title: string;
  steps: string[];
  /** Whether a supplier that is filled in here would help. */
  suppliers: boolean;
}

/** Findings of the inventory agent that stand for a whole store. */
const KINDS: ReadonlySet<string> = new Set(['nothing_reordered', 'no_products']);
const STEPS = 3;

/** Of the stores that are looked at: a store that was removed leaves its findings. */
export function whyNothing(findings: readonly Found[], storeIds: readonly string[]): WhyNothing[] {
  return findings
    .filter((found) => KINDS.has(found.kind) && storeIds.includes(found.storeId))
    .map(({ storeId: of, title, evidence }) => ({
      storeId: of,
      title,
      steps: evidence.slice(0, STEPS).map(({ text }) => text),
      suppliers: evidence.some(({ kind }) => kind === 'no_supplier'),
    }));
}
