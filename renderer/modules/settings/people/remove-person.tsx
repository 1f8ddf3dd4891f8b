/** Lets a person in no more, at once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PersonView } from '../../../../shared/contract/people-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Problem } from '../../../ui/problem.tsx';

export function RemovePerson({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.people.remove({ name: person.name }),
    onSuccess() {
      onClose();
      return Promise.all(['people', 'access'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Remove ${person.name}`}
      text="Their browsers are signed out and their tokens end at once. What they did stays in the record, with their name."
      footer={
        <>
          <Button kind="danger" busy={remove.isPending} onPress={() => remove.mutate()}>
            Remove
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </>
      }
    >
      {remove.error && <Problem error={remove.error} />}
    </Dialog>
  );
}
