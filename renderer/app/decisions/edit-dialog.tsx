/** Changing a proposal before deciding on it; a value that looks like a slip is asked about once more. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { type ErrorData, toErrorData } from '../../../shared/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { toast } from '../../ui/toast.tsx';
import { words } from '../../ui/words.ts';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';
import type { Decidable } from './action-words.ts';
import { aboutAction, decisionsChanged } from './decide.ts';
import { EditFields } from './edit-fields.tsx';
import { fieldsOf, slipWords } from './proposal-input.ts';

interface EditDialogProps {
  action: Decidable;
  onClose: () => void;
}

export function EditDialog({ action, onClose }: EditDialogProps) {
  const query = useQuery(reads(useApi()).action(action.id));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Edit before you decide"
      text={<span dir="auto">{action.title}</span>}
    >
      <Loaded query={query} lines={5}>
        {(whole) => <EditForm action={whole} onClose={onClose} />}
      </Loaded>
    </Dialog>
  );
}

function EditForm({ action, onClose }: { action: ActionRow; onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const [input, setInput] = useState<unknown>(action.input);
  const { data: stores } = useQuery(reads(api).stores);
  const currency = stores?.find(({ id }) => id === action.storeId)?.currency ?? null;
  const edit = useMutation({
    mutationFn: (confirm: boolean) => api.actions.edit({ id: action.id, input, confirm }),
    onSuccess({ action: edited, changes }) {
      queries.setQueryData(reads(api).action(action.id).queryKey, edited);
      decisionsChanged(queries);
      void queries.invalidateQueries({ queryKey: ['preview', action.id] });
      toast({
        title: `Changed: ${edited.title}`,
        about: aboutAction(edited),
        text: `${words.plural(changes.length, 'value')} other than proposed. It still waits for you.`,
        tone: 'quiet',
      });
      onClose();
    },
  });
  const error = edit.error && toErrorData(edit.error);
  const slip = error?.code === 'implausible' ? error : null;
  const changed = JSON.stringify(input) !== JSON.stringify(action.input);
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !edit.isPending) edit.mutate(false);
      }}
    >
      <EditFields
        action={action}
        input={input}
        currency={currency}
        onChange={(next) => {
          setInput(next);
          edit.reset();
        }}
      />
      {slip && (
        <div className="slip" role="alert">
          <p className="tone-wait">
            <Icon name="warning" /> Is that meant?
          </p>
          {slipsOf(slip, currency).map((text) => (
            <p key={text} dir="auto">
              {text}
            </p>
          ))}
          <div className="line">
            <Button busy={edit.isPending} onPress={() => edit.mutate(true)}>
              Yes, that is meant
            </Button>
            <span className="dim small">or change it above.</span>
          </div>
        </div>
      )}
      {error && !slip && <Problem error={error} />}
      <div className="line">
        <Button
          kind={slip ? undefined : 'primary'}
          submits
          busy={edit.isPending}
          barred={changed ? undefined : 'Nothing is changed yet'}
        >
          Keep the change
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

/** One question for each value that looks like a slip. */
function slipsOf({ message, details }: ErrorData, currency: string | null): string[] {
  const fields = Array.isArray(details?.fields) ? details.fields : [];
  const told = fields.flatMap((slip: unknown) => {
    const { field, of, was, is } = fieldsOf(slip);
    if (typeof field !== 'string' || field === 'change') return [];
    return [slipWords({ of: typeof of === 'string' ? of : null, field, was, is }, sayIn(currency))];
  });
  return told.length > 0 ? told : [message];
}

function sayIn(currency: string | null): (value: unknown, field: string) => string {
  return (value, field) => {
    if (value === null || value === undefined) return 'none';
    if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value);
    if (/(cost|price)$/i.test(field) && currency) return words.money(value, currency);
    return words.count(value);
  };
}
