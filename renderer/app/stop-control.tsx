/** The emergency stop: pulled from anywhere on the page, with who pulled it and why while it is. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Pill } from '../ui/pill.tsx';
import { Problem } from '../ui/problem.tsx';
import { words } from '../ui/words.ts';
import { useApi } from './bridge-context.tsx';
import { reads } from './queries.ts';

export function StopButton() {
  const api = useApi();
  const { data: stop } = useQuery(reads(api).stop);
  const queries = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const pull = useMutation({
    mutationFn: () => api.stop.pull({ reason: reason.trim() || undefined }),
    onSuccess(stopped) {
      queries.setQueryData(reads(api).stop.queryKey, stopped);
      setReason('');
      dialog.current?.close();
    },
  });
  // The banner that says so scrolls away; this stays.
  if (stop?.stopped)
    return (
      <Pill tone="risk" icon="stop">
        All stopped
      </Pill>
    );
  return (
    <>
      <Button kind="danger" icon="stop" onPress={() => dialog.current?.showModal()}>
        Stop all agents
      </Button>
      <dialog className="dialog" ref={dialog} aria-labelledby="stop-title">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!pull.isPending) pull.mutate();
          }}
        >
          <h2 id="stop-title">Stop all agents</h2>
          <p>
            Nothing is sent to a shop and no agent runs until you resume. What is under way ends at its next
            step.
          </p>
          <label className="field">
            <span>Why (for the record)</span>
            <input
              value={reason}
              maxLength={500}
              autoFocus
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          {pull.error && <Problem error={pull.error} />}
          <div className="line">
            <Button kind="danger" icon="stop" submits busy={pull.isPending}>
              Stop now
            </Button>
            <Button onPress={() => dialog.current?.close()}>Cancel</Button>
          </div>
        </form>
      </dialog>
    </>
  );
}

export function StopBanner() {
  const api = useApi();
  const { data: stop } = useQuery(reads(api).stop);
  const queries = useQueryClient();
  const lift = useMutation({
    mutationFn: () => api.stop.lift({}),
    onSuccess: (lifted) => queries.setQueryData(reads(api).stop.queryKey, lifted),
  });
  if (!stop?.stopped) return null;
  return (
    <section className="banner banner-risk" aria-label="Emergency stop">
      <div>
        <p>
          <strong>All agents are stopped.</strong> By {stop.by ?? 'the program'}, {words.moment(stop.at)}
          {stop.reason ? `: ${stop.reason}` : ''}.
        </p>
        <p className="small">Nothing is sent to a shop. What you approve goes out once you resume.</p>
        {lift.error && <Problem error={lift.error} />}
      </div>
      <Button icon="play" onPress={() => lift.mutate()} busy={lift.isPending}>
        Resume
      </Button>
    </section>
  );
}
