/** One action in a place of its own, for links from everywhere. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { placeTo } from '../../app/navigation/place.ts';
import { useTitle } from '../../app/navigation/use-title.ts';
import { reads } from '../../app/queries.ts';
import { ActionView } from './action-view.tsx';

export function ActionPage({ id }: { id: number }) {
  const { data } = useQuery(reads(useApi()).action(id));
  useTitle(data && `Approvals: ${data.title}`);
  return (
    <div className="alone-action">
      <p>
        <a className="inline-link" href={placeTo('approvals')}>
          ← All that wait
        </a>
      </p>
      <ActionView id={id} />
    </div>
  );
}
