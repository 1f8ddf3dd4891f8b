/** What waits for a person, and everything that was decided. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import type { Module, Waiting } from '../../app/navigation/module.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { words } from '../../ui/words.ts';

export const module: Module = {
  id: 'approvals',
  title: 'Approvals',
  icon: 'approvals',
  order: 10,
  letter: 'a',
  load: () => import('./approvals-page.tsx').then(({ ApprovalsPage }) => ApprovalsPage),
  readAhead: (ahead) => import('./read-ahead.ts').then(({ readAhead }) => readAhead(ahead)),
  useWaiting,
};

function useWaiting(): Waiting | null {
  const store = useEmpire((empire) => empire.store);
  const counts = useQuery(reads(useApi()).morning(store)).data?.counts;
  if (!counts) return null;
  const count = counts.waiting + counts.needPerson;
  return { count, label: `${words.count(count)} ${count === 1 ? 'waits' : 'wait'} for you` };
}
