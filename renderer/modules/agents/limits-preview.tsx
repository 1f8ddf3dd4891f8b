/** What these limits would have let through lately: asked for as they are typed, before anything is kept. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import type { AutonomyInput } from '../../../shared/contract/autonomy-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { Icon } from '../../ui/icon.tsx';
import { Problem } from '../../ui/problem.tsx';
import { words } from '../../ui/words.ts';

const DAYS = 30;
const SHOWN = 50;

export function LimitsPreview({ wanted }: { wanted: AutonomyInput }) {
  const api = useApi();
  const { store: nameOf } = useNames();
  const asked = useDeferredValue(wanted);
  const { data: preview, error } = useQuery({
    queryKey: ['autonomy', 'preview', asked],
    queryFn: ({ signal }) => api.autonomy.preview({ ...asked, days: DAYS }, { signal }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Problem error={error} />;
  if (!preview) return <p className="small dim">Looking at the last {DAYS} days…</p>;
  if (preview.proposals === 0)
    return (
      <p className="small dim">
        It proposed nothing of this kind in the last {words.count(preview.days)} days, so nothing shows what
        would have happened.
      </p>
    );
  return (
    <section className="would" aria-label="What this would have let through" aria-live="polite">
      <p>
        Of {words.plural(preview.proposals, 'proposal')} in the last {words.count(preview.days)} days,{' '}
        <b>
          {preview.letThrough === 0
            ? 'none would have happened by itself'
            : `${words.count(preview.letThrough)} would have happened by ${preview.letThrough === 1 ? 'itself' : 'themselves'}`}
        </b>
        {preview.money.length > 0 &&
          `, for ${preview.money.map(({ minor, currency }) => words.money(minor, currency)).join(' and ')}`}
        {preview.withoutMoney > 0 && ` (${words.count(preview.withoutMoney)} without a known amount)`}.
      </p>
      <details className="help">
        <summary>One by one</summary>
        <ul className="would-list small">
          {preview.list.slice(0, SHOWN).map(({ id, title, verdict, text, storeId, at, money }) => (
            <li key={id}>
              <span className={verdict === 'yes' ? 'tone-good' : 'tone-quiet'}>
                <Icon name={verdict === 'yes' ? 'check' : 'minus'} />
                <span className="unseen">{verdict === 'yes' ? 'by itself' : 'waits'}</span>
              </span>
              <span>
                <a className="inline-link" dir="auto" href={placeTo('approvals', [String(id)])}>
                  {title}
                </a>{' '}
                <span className="dim">
                  {nameOf(storeId)}, {words.moment(at)}
                  {money && `, ${words.money(money.minor, money.currency)}`}
                </span>
                <br />
                {text}
              </span>
            </li>
          ))}
        </ul>
        {preview.list.length > SHOWN && (
          <p className="small dim">
            The newest {SHOWN} of {words.count(preview.proposals)}.
          </p>
        )}
      </details>
    </section>
  );
}
