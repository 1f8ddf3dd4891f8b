/** How calls to each shop fare: the engineer's view of what Health says in a sentence. */
import type { ConnectionView } from '../../../shared/contract/schemas.ts';
import { useNames } from '../../app/decisions/use-names.ts';
import { Card } from '../../ui/card.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { Explained } from '../../ui/term.tsx';
import { words } from '../../ui/words.ts';

const CIRCUITS: Readonly<
  Record<ConnectionView['circuit'], { tone: Tone; icon: IconName; word: string; text: string }>
> = {
  closed: { tone: 'good', icon: 'check', word: 'closed', text: 'Calls go through.' },
  half_open: {
    tone: 'wait',
    icon: 'clock',
    word: 'half open',
    text: 'One call tries whether the shop answers again.',
  },
  open: {
    tone: 'risk',
    icon: 'unplugged',
    word: 'open',
    text: 'The shop failed several times, so calls wait a while before the next try.',
  },
};

export function ConnectionsCard({ connections }: { connections: readonly ConnectionView[] }) {
  const { store: nameOf } = useNames();
  return (
    <Card title="Connections to shops" scope="since the program was started">
      {connections.length === 0 && <p className="dim small">No shop is connected.</p>}
      <ul className="rows">
        {connections.map(({ storeId, shopDomain, circuit, token, calls, lastFailure, bucket, waiting }) => {
          const { tone, icon, word, text } = CIRCUITS[circuit];
          return (
            <li key={storeId} className="system-connection">
              <div className="line">
                <h3 dir="auto">{nameOf(storeId)}</h3>
                <span className="small dim">{shopDomain}</span>
                <span className="push line">
                  <Explained title="Circuit breaker" text={text}>
                    <Pill tone={tone} icon={icon}>
                      breaker {word}
                    </Pill>
                  </Explained>
                  <Pill
                    tone={token === 'refused' ? 'risk' : 'quiet'}
                    icon={token === 'refused' ? 'warning' : 'key'}
                  >
                    {token === 'none' ? 'no token yet' : token === 'valid' ? 'token valid' : 'token refused'}
                  </Pill>
                </span>
              </div>
              <p className="small">
                {words.plural(calls.answered, 'call')} answered, {words.count(calls.failed)} failed,{' '}
                {words.count(calls.retried)} tried again, {words.count(calls.throttled)} slowed down by
                Shopify
                {waiting > 0 && `, ${words.count(waiting)} waiting`}
              </p>
              {bucket && (
                <p className="small dim">
                  <Explained
                    title="Points"
                    text="Shopify lets each shop be asked for so many points; they come back every second."
                  >
                    Points
                  </Explained>
                  : {words.count(Math.round(bucket.available))} of {words.count(bucket.maximum)} left,{' '}
                  {words.count(bucket.restorePerSecond)} come back a second
                </p>
              )}
              {lastFailure && (
                <p className="small tone-wait">
                  Last failure {words.moment(lastFailure.at)}: {lastFailure.message}{' '}
                  <code>{lastFailure.code}</code>
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
