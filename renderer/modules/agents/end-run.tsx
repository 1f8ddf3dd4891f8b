/** Ends one run alone, at its next step: its agent stays on duty. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { useMay } from '../../app/may.ts';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';

/** `end` is absent for whom it is not to say. */
export function useEndRun() {
  const api = useApi();
  const queries = useQueryClient();
  const may = useMay();
  const ending = useMutation({
    mutationFn: (id: number) => api.agents.cancelRun({ id }),
    // Also where it was over by then: what became of it is in what is fetched now.
    onSettled: () =>
      Promise.all(['agents', 'runs'].map((name) => queries.invalidateQueries({ queryKey: [name] }))),
  });
  return { ending, end: may('agents.cancelRun') ? ending.mutate : undefined };
}

export function EndRun({ id }: { id: number }) {
  const { ending, end } = useEndRun();
  if (!end) return null;
  return (
    <>
      <div className="line">
        <Button icon="cross" busy={ending.isPending} onPress={() => end(id)}>
          {ending.isPending ? 'Ending at its next step…' : 'End this run'}
        </Button>
        <span className="small dim">
          Then it proposes nothing, and the agent runs again by its schedule. Pause the agent to keep it from
          running.
        </span>
      </div>
      {ending.error && <Problem error={ending.error} />}
    </>
  );
}
