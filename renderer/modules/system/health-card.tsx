/** What the program depends on, one by one: what it means for the owner, what to do, and the engineer's facts behind. */
import type { SystemHealth } from '../../../shared/contract/health-schemas.ts';
import { useNames } from '../../app/decisions/use-names.ts';
import { Card } from '../../ui/card.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { words } from '../../ui/words.ts';

type Part = SystemHealth['parts'][number];

const STATES: Readonly<Record<Part['state'], { tone: Tone; icon: IconName; word: string }>> = {
  ok: { tone: 'good', icon: 'check', word: 'Fine' },
  degraded: { tone: 'wait', icon: 'clock', word: 'Slow' },
  failing: { tone: 'risk', icon: 'warning', word: 'Failing' },
};

const WHOLE: Readonly<Record<Part['state'], string>> = {
  ok: 'Everything is fine.',
  degraded: 'It works, not as well as it should.',
  failing: 'Something needs you.',
};

const NAMES: Readonly<Record<string, string>> = {
  secrets: 'Keys and tokens',
  disk: 'Disk',
  record: 'Record of what was done',
  pool: 'Forecasting',
  schedule: 'Schedule',
  databases: 'Databases',
};

export function HealthCard({ health, lookedAt }: { health: SystemHealth; lookedAt: number }) {
  const { store: nameOf } = useNames();
  return (
    <Card title="Health" scope={`as of ${words.moment(lookedAt)}`} className="system-wide">
      <p role="status">
        <b className={`tone-${STATES[health.state].tone}`}>{WHOLE[health.state]}</b>
      </p>
      <ul className="health">
        {health.parts.map((part) => {
          const { tone, icon, word } = STATES[part.state];
          return (
            <li key={part.id} className="health-part">
              <div className="line">
                <h3 dir="auto">
                  {part.storeId === null ? (NAMES[part.id] ?? part.id) : nameOf(part.storeId)}
                </h3>
                <span className="push">
                  <Pill tone={tone} icon={icon}>
                    {word}
                  </Pill>
                </span>
              </div>
              <p className="small">{part.text}</p>
              {part.next && <p className="small tone-wait">{part.next}</p>}
              <details className="help">
                <summary>For an engineer</summary>
                <code>{part.detail || 'nothing more'}</code>
              </details>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
