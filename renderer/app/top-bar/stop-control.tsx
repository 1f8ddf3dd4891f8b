/** The emergency stop: pulled from anywhere on the page, with who pulled it and why while it is. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Boundary } from '../../ui/boundary.tsx';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { words } from '../../ui/words.ts';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';
import { askToStop, useNavigation } from '../stores/navigation.ts';

export const loadStopDialog = () =>
  import('./stop-dialog.tsx').then(({ StopDialog }) => ({ default: StopDialog }));
const StopDialog = lazy(loadStopDialog);

export function StopButton() {
  const { data: stop } = useQuery(reads(useApi()).stop);
  const asked = useNavigation(({ stopAsked }) => stopAsked);
  // The banner that says so scrolls away; this stays.
  if (stop?.stopped)
    return (
      <Pill tone="risk" icon="stop">
        All stopped
      </Pill>
    );
  return (
    <>
      <Button
        kind="danger"
        icon="stop"
        label="Stop all agents"
        onPointerEnter={() => void loadStopDialog()}
        onFocus={() => void loadStopDialog()}
        onPress={() => askToStop(true)}
      >
        <span className="wide-only">Stop all agents</span>
        <span className="narrow-only">Stop all</span>
      </Button>
      {asked && (
        <Boundary>
          <Suspense fallback={null}>
            <StopDialog />
          </Suspense>
        </Boundary>
      )}
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
