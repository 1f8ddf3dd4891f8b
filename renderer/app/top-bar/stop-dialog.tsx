/** Asks before all agents are stopped, and why. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';
import { askToStop } from '../stores/navigation.ts';

export function StopDialog() {
  const api = useApi();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const pull = useMutation({
    mutationFn: () => api.stop.pull({ reason: reason.trim() || undefined }),
    onSuccess(stopped) {
      queries.setQueryData(reads(api).stop.queryKey, stopped);
      askToStop(false);
    },
    // It may hold all the same: what failed may be that it could not be written down.
    onError: () => queries.invalidateQueries({ queryKey: reads(api).stop.queryKey }),
  });
  return (
    <Dialog
      open
      onClose={() => askToStop(false)}
      title="Stop all agents"
      text="Nothing is sent to a shop and no agent runs until you resume. What is under way ends at its next step."
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pull.isPending) pull.mutate();
        }}
      >
        <TextField label="Why (for the record)" value={reason} maxLength={500} onChange={setReason} />
        {pull.error && <Problem error={pull.error} />}
        <div className="line">
          <Button kind="danger" icon="stop" submits busy={pull.isPending}>
            Stop now
          </Button>
          <Button onPress={() => askToStop(false)}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
