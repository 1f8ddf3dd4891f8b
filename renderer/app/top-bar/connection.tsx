/** Whether what is shown is true right now. */
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/pill.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { useBridge, useConnection } from '../bridge-context.tsx';
import { reads } from '../queries.ts';
import { useEmpire } from '../stores/empire.ts';
import { usePerformance } from '../stores/performance.ts';

export function ConnectionPill() {
  const status = useConnection();
  const { lastHeardAt, eventsHeard } = usePerformance();
  const now = useNow();
  const synced = useSynced(now);
  const fresh =
    lastHeardAt === null
      ? 'Nothing has changed since this page was opened.'
      : `Last change ${words.ago(lastHeardAt, now)}; ${words.plural(eventsHeard, 'event')} since this page was opened.`;
  return (
    <span role="status" title={status.state === 'live' ? fresh : undefined}>
      {status.state === 'live' && (
        <Pill tone="good" icon="check">
          Live
          {synced && <span className="wide-only"> · {synced}</span>}
        </Pill>
      )}
      {status.state === 'connecting' && (
        <Pill tone="wait" icon="clock">
          <span className="wide-only">Connecting</span>
          {/* As wide as what follows it, so that nothing moves on a phone. */}
          <span className="narrow-only">Wait</span>
        </Pill>
      )}
      {(status.state === 'lost' || status.state === 'ended' || status.state === 'signed_out') && (
        <Pill tone="risk" icon="unplugged">
          Not connected
        </Pill>
      )}
    </span>
  );
}

/** "synced 12 seconds ago": of the store looked at; the oldest where all are. */
function useSynced(now: number): string | null {
  const store = useEmpire((empire) => empire.store);
  const { data: stores } = useQuery(reads(useBridge().api).stores);
  const times = (stores ?? [])
    .filter(({ id }) => store === null || id === store)
    .map(({ syncedAt }) => syncedAt)
    .filter((at) => at !== null);
  return times.length > 0 ? `synced ${words.ago(Math.min(...times), now)}` : null;
}

/** Says so across the page, since everything below it is of before. */
export function ConnectionBanner() {
  const bridge = useBridge();
  const status = useConnection();
  if (status.state === 'lost')
    return (
      <section className="banner banner-wait" aria-label="Connection">
        <p>
          <strong>Not connected since {words.moment(status.since)}.</strong> What you see is of that time. The
          page connects again by itself, and then catches up.
        </p>
        <Button onPress={() => bridge.retry()} busy={status.retryAt === null}>
          {status.retryAt === null ? 'Trying…' : 'Try now'}
        </Button>
      </section>
    );
  if (status.state === 'ended')
    return (
      <section className="banner banner-risk" aria-label="Connection">
        <p>
          <strong>The program has ended.</strong> Start it again, then reload this page.
        </p>
      </section>
    );
  return null;
}
