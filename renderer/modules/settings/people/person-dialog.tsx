/** Adds a person, or changes what they may do. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonView } from '../../../../shared/contract/people-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Switch } from '../../../ui/choices.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { MoneyField } from '../../../ui/number-fields.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { useCurrencies, useLimitWords } from './limit-words.ts';

type Role = PersonView['role'];

/** `person` null: a new one. */
export function PersonDialog({ person, onClose }: { person: PersonView | null; onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const currencies = useCurrencies();
  const limitWords = useLimitWords();
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? 'helper');
  const [limit, setLimit] = useState<number | null>(person?.approvalLimit ?? null);
  const save = useMutation({
    mutationFn: () =>
      api.people.set({ name: name.trim(), role, approvalLimit: role === 'helper' ? limit : null }),
    onSuccess() {
      onClose();
      return queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return (
    <Dialog open onClose={onClose} title={person ? `What ${person.name} may do` : 'Add a person'}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !save.isPending) save.mutate();
        }}
      >
        {!person && <TextField label="Name" value={name} maxLength={100} required onChange={setName} />}
        <Segmented
          label="Role"
          value={role}
          onChange={setRole}
          options={[
            { value: 'helper', label: 'Helper' },
            { value: 'owner', label: 'Owner' },
          ]}
        />
        {role === 'helper' && (
          <>
            <Switch
              label="May approve what costs money"
              value={limit !== null}
              onChange={(on) => setLimit(on ? 10_000 : null)}
            />
            {limit !== null && (
              <MoneyField
                label="Up to, for one action"
                value={limit}
                currency={currencies[0] ?? 'EUR'}
                min={0}
                hint={
                  currencies.length > 1 ? `In each store’s own currency: ${limitWords(limit)}.` : undefined
                }
                onChange={(typed) => setLimit(typed ?? 0)}
              />
            )}
          </>
        )}
        {save.error && <Problem error={save.error} />}
        <div className="line">
          <Button
            kind="primary"
            submits
            busy={save.isPending}
            barred={name.trim() === '' ? 'Say who it is first.' : undefined}
          >
            {person ? 'Keep this' : 'Add'}
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
