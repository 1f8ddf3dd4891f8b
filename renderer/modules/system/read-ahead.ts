/** How the program fares, for owners, who alone are shown it. */
import type { Ahead } from '../../app/navigation/module.ts';
import { reads } from '../../app/queries.ts';
import { systemReads } from './queries.ts';

export async function readAhead({ api, queries }: Ahead): Promise<void> {
  const { role } = await queries.ensureQueryData(reads(api).me);
  if (role !== 'owner') return;
  const { health, storage, log } = systemReads(api);
  await Promise.all([
    queries.prefetchQuery(health),
    queries.prefetchQuery(storage),
    queries.prefetchInfiniteQuery(log('info')),
  ]);
}
