/** Changing a proposal before it is decided on: in the audit chain with both inputs, so that neither passes for the other. */
import type { Actor } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import { type ActionRecord, toAction } from './action-record.ts';
import { UNDECIDED } from './action-states.ts';
import { contentHash, parseInput } from './action-trail.ts';
import type { LedgerBase } from './base.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ActionRow } from './types.ts';

export interface ActionEdit {
  actor: Actor;
  input: unknown;
  title: string;
  reason: string | null;
  /** Fields that a person confirmed though they look like a slip. */
  confirmed: readonly string[];
}

export function createEdit(
  base: LedgerBase,
  find: (id: number) => ActionRecord,
  contradiction: (record: ActionRecord) => RoyalError | null,
): (id: number, edit: ActionEdit) => ActionRow {
  // What the effect was reckoned from is no longer what is asked for: it is not known any more.
  const change = base.db.prepare(
    `UPDATE actions SET input = @input, title = @title, effect = NULL,
       edited = @edited, updated_at = @at WHERE id = @id`,
  );
  return (id, { actor, input, title, reason, confirmed }) =>
    base.transaction(() => {
      const before = find(id);
      if (!UNDECIDED.includes(before.state))
        throw new RoyalError({
          code: 'invalid_state',
          message: `Action ${id} is ${before.state} and can't be changed any more.`,
          next: 'Propose anew what you want done.',
          details: { id, state: before.state },
        });
      const broken = contradiction(before);
      if (broken) throw broken;
      const text = JSON.stringify(input);
      const was = parseInput(before.input);
      if (canonicalJson(was) === canonicalJson(JSON.parse(text))) return toAction(before);
      const original = toAction(before).edited?.original ?? was;
      const at = base.now();
      change.run({ id, input: text, title, edited: JSON.stringify({ by: actor, at, original }), at });
      base.audit({
        actor,
        kind: 'action.edited',
        storeId: before.store,
        subject: `action:${id}`,
        data: {
          from: before.state,
          reason,
          was,
          input,
          contentBefore: contentHash(before),
          content: contentHash({ type: before.type, store: before.store, input: text }),
          ...(confirmed.length > 0 ? { confirmed } : {}),
        },
      });
      base.event(before.store, 'action.edited', {
        actionId: id,
        type: before.type,
        title,
        by: actor,
        confirmed: confirmed.length > 0,
      });
      return toAction(find(id));
    });
}
