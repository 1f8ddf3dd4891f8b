/** Takes an import back, once it was asked for: it can be imported again, so that is no loss. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { setupReads } from '../queries.ts';

export function UndoImport({ id, file }: { id: number; file: string }) {
  const api = useApi();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const entry = useQuery(setupReads(api).imports).data?.find((one) => one.id === id);
  const undo = useMutation({
    mutationFn: () => api.imports.undo({ id }),
    onSuccess() {
      setAsked(false);
      return queries.invalidateQueries();
    },
  });
  if (entry?.state === 'undone')
    return (
      <Pill tone="quiet" icon="undo">
        Undone
      </Pill>
    );
  return (
    <>
      <Button icon="undo" label={`Undo the import of ${file}`} onPress={() => setAsked(true)}>
        Undo
      </Button>
      {asked && (
        <Dialog
          open
          onClose={() => setAsked(false)}
          title="Undo this import"
          text={`What ${file} brought is taken out again, and nothing else: what the shop or other files say stays.`}
          footer={
            <>
              <Button kind="primary" icon="undo" busy={undo.isPending} onPress={() => undo.mutate()}>
                {undo.isPending ? 'Taking it back…' : 'Undo the import'}
              </Button>
              <Button onPress={() => setAsked(false)}>Keep it</Button>
            </>
          }
        >
          {undo.error && <Problem error={undo.error} />}
        </Dialog>
      )}
    </>
  );
}
