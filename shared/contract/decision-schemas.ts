/** The shapes of what a person decides by: the morning list, pages of actions, edits, decisions on several at once. */
import { z } from 'zod';
import { by } from './inputs.ts';
import { action, actionState, date, effect, epochMs, errorData, preview } from './schemas.ts';

const ids = z.array(z.int().positive()).min(1).max(1000);

/** A proposal as the morning list tells it: whole only where `actions.show` is asked. */
const morningItem = z.object({
  id: z.int(),
  agent: z.string().nullable(),
  /** Cut to a line; whole in `actions.show`. */
  title: z.string(),
  /** One line; null where the proposal gave no evidence. */
  why: z.string().nullable(),
  /** What happens and by when, as its own evidence says; null where that is not known. */
  ifIgnored: z.object({ text: z.string(), by: date.nullable() }).nullable(),
  /** The last day on which it does what it is for: of an order, its order-by date. */
  deadline: date.nullable(),
  effect: effect.nullable(),
  confidence: z.object({ value: z.number(), label: z.enum(['low', 'fair', 'high']) }).nullable(),
  /** How many pieces of evidence there are of each kind. */
  evidence: z.array(z.object({ kind: z.string(), count: z.int() })),
  undoable: z.boolean(),
  /** Why its figures may be out of date; null where nothing speaks for that. */
  stale: z.string().nullable(),
  edited: z.boolean(),
  createdAt: epochMs,
  /** Afterwards nobody can approve it any more. */
  expiresAt: epochMs.nullable(),
});

const morningGroup = z.object({
  /** Stays the same from day to day: "gbp:purchase_order.create:ACME". */
  key: z.string(),
  storeId: z.string(),
  /** Action type. */
  type: z.string(),
  supplier: z.string().nullable(),
  title: z.string(),
  /** Earliest of its items. */
  deadline: date.nullable(),
  /** Of several items the sum of what is known; null where nothing is, and where one item says it itself. */
  effect: z.object({ low: z.number(), mid: z.number(), high: z.number(), currency: z.string() }).nullable(),
  items: z.array(morningItem),
});

export const morning = z.object({
  /** Most pressing first, and so are the items in each. */
  groups: z.array(morningGroup),
  counts: z.object({
    /** Proposals that wait, listed or not. */
    waiting: z.int(),
    listed: z.int(),
    /** How many of the listed, from the top, are read in ten minutes. */
    inTenMinutes: z.int(),
    snoozed: z.int(),
    failed: z.int(),
    unknown: z.int(),
    /** Unknown ones that only a person can settle. */
    needPerson: z.int(),
  }),
  /** Estimated, for all that wait. */
  minutes: z.number(),
});

export const morningInput = z.object({
  storeId: z.string().optional(),
  limit: z.int().positive().max(200).default(50),
});

const filter = {
  storeId: z.string().optional(),
  types: z.array(z.string()).max(50).optional(),
  agent: z.string().optional(),
  /** Part of the title, in any case. */
  search: z.string().trim().max(200).optional(),
  limit: z.int().positive().max(500).default(50),
  /** `next` of the page before. */
  cursor: z.string().max(100).optional(),
};

export const actionsPageInput = z.object({
  ...filter,
  states: z.array(actionState).optional(),
  /** Only those that the program can't settle by itself. */
  needPerson: z.boolean().optional(),
  /** `pressing`: of what waits alone (states: proposed), in the order of morning.list. */
  order: z.enum(['newest', 'pressing']).default('newest'),
});
export const actionsHistoryInput = z.object({
  ...filter,
  states: z.array(z.enum(['rejected', 'expired', 'verified', 'failed', 'unknown', 'undone'])).optional(),
});

/** An action without its evidence, input and risks. */
export const actionLight = action.omit({ input: true, evidence: true, risks: true }).extend({
  supplier: z.string().nullable(),
  /** The last day for it, in the store's zone. */
  deadline: z.iso.date().nullable(),
  evidenceCount: z.int(),
  decidedAt: epochMs.nullable(),
});

export const actionsPage = z.object({
  rows: z.array(actionLight),
  /** All that match, on whatever page. */
  total: z.int(),
  next: z.string().nullable(),
});

export const editInput = z.object({
  id: z.int().positive(),
  /** Whole, by the action type's schema; lines that are left out are taken off. */
  input: z.unknown(),
  /** Lets through what would be refused as `implausible`; written down. */
  confirm: z.boolean().default(false),
  reason: z.string().max(500).optional(),
  by,
});

const change = z.object({
  /** "price", "lines.11.quantity"; a line by its variant. */
  field: z.string(),
  /** What the field is of, for people: a line's title; null for the whole. */
  of: z.string().nullable(),
  /** null: not there. */
  was: z.unknown(),
  is: z.unknown(),
});

export const editResult = z.object({
  action,
  /** Against what was proposed, whoever edited it before. */
  changes: z.array(change),
  preview,
});

export const manyInput = z.object({ ids, reason: z.string().max(500).optional(), by });

const notDone = z.object({ id: z.int(), because: z.string() });

export const approveManyProgress = z.object({
  /** `trial`: the first five; `rest`: what follows once those were read back. */
  phase: z.enum(['trial', 'rest']),
  done: z.int(),
  total: z.int(),
  /** The one that was just read back. */
  id: z.int(),
  title: z.string(),
  text: z.string(),
});

export const approveManyResult = z.object({
  /** Carried out and read back. */
  verified: z.array(z.int()),
  /** What it stopped at; null where nothing stopped it. `unknown` and `approved` may still be carried out. */
  stoppedAt: z
    .object({ id: z.int(), state: actionState, because: z.string(), error: errorData.nullable() })
    .nullable(),
  /** Not approved, and as they were. */
  notDone: z.array(notDone),
});

export const rejectManyResult = z.object({ rejected: z.array(z.int()), notDone: z.array(notDone) });

export const undoableInput = z.object({
  storeId: z.string().optional(),
  /** Carried out in the last so many days. */
  days: z.int().positive().max(365).default(7),
  limit: z.int().positive().max(200).default(50),
});

export const undoableEntry = z.object({
  action: actionLight,
  verifiedAt: epochMs,
  /** What undoing would do, as far as can be said without asking the shop. */
  text: z.string(),
});

export const undoPreview = z.object({
  /** false: `because` says why, and `next` what can be done instead. */
  possible: z.boolean(),
  title: z.string().nullable(),
  preview: preview.nullable(),
  because: z.string().nullable(),
  next: z.string().nullable(),
});

export const auditExportInput = z.object({
  format: z.enum(['csv', 'jsonl']),
  /** Inclusive, and exclusive. */
  from: epochMs.optional(),
  to: epochMs.optional(),
});

export const auditExportChunk = z.object({ text: z.string(), rows: z.int() });

export const auditExportResult = z.object({
  rows: z.int(),
  /** SHA-256 in hex over the whole text in UTF-8. */
  digest: z.string(),
  /** Of the whole record, when the export began. */
  verdict: z.object({ ok: z.boolean(), text: z.string(), rows: z.int() }),
});

export type MorningView = z.infer<typeof morning>;
export type MorningGroupView = z.infer<typeof morningGroup>;
export type MorningItemView = z.infer<typeof morningItem>;
export type ActionLightView = z.infer<typeof actionLight>;
export type AuditExportChunkView = z.infer<typeof auditExportChunk>;
export type AuditExportResultView = z.infer<typeof auditExportResult>;
