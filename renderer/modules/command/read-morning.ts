/** The morning of the stores that are looked at, as the page shows it first. */

import { mayCall } from '../../app/may.ts';
import type { Ahead } from '../../app/navigation/module.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { commandReads, FIRST_BUCKET } from './reads.ts';
import { viewOf } from './view.ts';

export async function readAhead({ api, queries, store }: Ahead): Promise<void> {
  const { sync, agents, morning, me, stores: known } = reads(api);
  const { activity, decided, horizon, series, today, underWay, unwatched } = commandReads(api);
  const { period } = useEmpire.getState();
  await Promise.all([
    queries.prefetchQuery(morning(store)),
    queries.prefetchQuery(sync),
    queries.prefetchQuery(agents),
    Promise.all([queries.ensureQueryData(known), queries.ensureQueryData(me)]).then(([found, person]) => {
      const { stores, only } = viewOf(found, store);
      const first = stores[0];
      return Promise.all([
        ...(only ? [only] : stores).map(({ id }) => queries.prefetchQuery(today(id))),
        ...stores.map(({ id }) => queries.prefetchQuery(horizon(id))),
        first &&
          mayCall(person, 'salesSeries.show') &&
          queries.prefetchQuery(series({ storeId: first.id, period, bucket: FIRST_BUCKET })),
      ]);
    }),
    queries.prefetchQuery(activity(store)),
    queries.prefetchQuery(underWay(store)),
    queries.prefetchQuery(decided(store)),
    queries.prefetchQuery(unwatched),
  ]);
}
