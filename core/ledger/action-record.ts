/** An action as it lies in its table, and as the rest of the core sees it. */
import type { ActionState, Actor, Effect, Evidence } from '../../shared/action.ts';
import { parseInput } from './action-trail.ts';
import { fromJson } from './base.ts';
import type { ActionRow } from './types.ts';

export interface ActionRecord {
  id: number;
  type: string;
  store: string;
  input: string;
  title: string;
  evidence: string;
  effect: string | null;
  confidence: number | null;
  risks: string | null;
  expires_at: number | null;
  key: string;
  state: ActionState;
  agent: string | null;
  run: number | null;
  proposed_by_kind: Actor['kind'];
  proposed_by_id: string;
  decided_by_kind: Actor['kind'] | null;
  decided_by_id: string | null;
  decided_at: number | null;
  reason: string | null;
  outcome: string | null;
  undoes: number | null;
  undone_by: number | null;
  snoozed_until: number | null;
  needs_person: number;
  epoch: number | null;
  created_at: number;
  updated_at: number;
  /** null in rows of older versions. */
  brief: string | null;
  edited: string | null;
}

export function toAction(record: ActionRecord): ActionRow {
  return {
    id: record.id,
    type: record.type,
    storeId: record.store,
    // null where a change outside the program left no JSON: one such row must not keep the others from being read.
    input: parseInput(record.input) ?? null,
    title: record.title,
    evidence: JSON.parse(record.evidence) as Evidence[],
    effect: fromJson<Effect>(record.effect) ?? undefined,
    confidence: record.confidence ?? undefined,
    risks: fromJson<string[]>(record.risks) ?? undefined,
    expiresAt: record.expires_at ?? undefined,
    key: record.key,
    state: record.state,
    agent: record.agent,
    runId: record.run,
    proposedBy: { kind: record.proposed_by_kind, id: record.proposed_by_id },
    decidedBy:
      record.decided_by_kind === null
        ? null
        : { kind: record.decided_by_kind, id: record.decided_by_id ?? '' },
    reason: record.reason,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    undoes: record.undoes,
    undoneBy: record.undone_by,
    outcome: fromJson(record.outcome),
    snoozedUntil: record.snoozed_until,
    needsPerson: record.needs_person === 1,
    epoch: record.epoch,
    decidedAt: record.decided_at,
    ...(record.edited === null ? {} : { edited: JSON.parse(record.edited) as ActionRow['edited'] }),
  };
}
