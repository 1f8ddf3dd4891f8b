/** What the palette can do and where it leads: modules, recent places, the program's own commands. */
import { useQuery } from '@tanstack/react-query';
import { toErrorData } from '../../../shared/errors.ts';
import type { IconName } from '../../ui/icon.tsx';
import { toast } from '../../ui/toast.tsx';
import { useApi } from '../bridge-context.tsx';
import { useMay } from '../may.ts';
import { MODULES } from '../navigation/modules.ts';
import { go } from '../navigation/navigate.ts';
import { placeTo } from '../navigation/place.ts';
import { reads } from '../queries.ts';
import { signOut } from '../session.ts';
import { isDesktop } from '../shell.ts';
import { askToStop, openLayer, useNavigation } from '../stores/navigation.ts';

export interface Entry {
  id: string;
  group: string;
  title: string;
  hint?: string;
  icon: IconName;
  run: () => void;
}

/** All there is without a search in the database. */
export function useEntries(): Entry[] {
  const api = useApi();
  const recent = useNavigation((navigation) => navigation.recent);
  const { data: stores } = useQuery(reads(api).stores);
  const { data: agents } = useQuery(reads(api).agents);
  const { data: stop } = useQuery(reads(api).stop);
  const may = useMay();
  const here = window.location.hash;
  return [
    ...recent
      .filter(({ link }) => link !== here && !MODULES.some(({ id }) => placeTo(id) === link))
      .map(({ link, title }) => ({
        id: `recent ${link}`,
        group: 'Recent',
        title,
        icon: 'clock' as const,
        run: () => go(link),
      })),
    ...MODULES.map(({ id, title, icon, letter }) => ({
      id: `module ${id}`,
      group: 'Go to',
      title,
      hint: `g ${letter}`,
      icon,
      run: () => go(placeTo(id)),
    })),
    ...(stores ?? [])
      .filter(({ problem }) => !problem)
      .map(({ id, name }) => ({
        id: `sync ${id}`,
        group: 'Do',
        title: `Sync now: ${name}`,
        icon: 'sync' as const,
        run: () => void tell(() => ended(api.sync.run({ storeId: id })), `${name} is synced`),
      })),
    ...(stop?.stopped || !may('agents.run') ? [] : (agents ?? [])).map(({ id, title }) => ({
      id: `agent ${id}`,
      group: 'Do',
      title: `Run now: ${title}`,
      icon: 'play' as const,
      run: () => void tell(() => ended(api.agents.run({ agent: id })), `${title} has run`),
    })),
    ...(stop?.stopped
      ? may('stop.lift')
        ? [
            {
              id: 'resume',
              group: 'Do',
              title: 'Resume all agents',
              icon: 'play' as const,
              run: () => void tell(() => api.stop.lift({}), 'The agents run again'),
            },
          ]
        : []
      : [
          {
            id: 'stop',
            group: 'Do',
            title: 'Stop all agents',
            icon: 'stop' as const,
            run: () => askToStop(true),
          },
        ]),
    {
      id: 'notifications',
      group: 'Do',
      title: 'Open notifications',
      icon: 'bell',
      run: () => openLayer('notifications'),
    },
    ...(isDesktop
      ? []
      : [
          {
            id: 'sign-out',
            group: 'Do',
            title: 'Sign out',
            icon: 'sign-out' as const,
            run: () => void signOut().then(() => window.location.reload()),
          },
        ]),
  ];
}

/** Says what became of it. */
async function tell(work: () => Promise<unknown>, done: string): Promise<void> {
  try {
    await work();
    toast({ title: done });
  } catch (error) {
    const { message, next } = toErrorData(error);
    toast({ title: message, text: next, tone: 'risk' });
  }
}

/** How far it is, the events tell. */
async function ended(stream: Promise<AsyncIterable<unknown>>): Promise<void> {
  for await (const _ of await stream);
}

/** Those that hold every word of the text, those that begin with it first. */
export function matching(entries: readonly Entry[], text: string): Entry[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return [...entries];
  const parts = wanted.split(/\s+/);
  const rank = ({ title }: Entry): number => (title.toLocaleLowerCase().startsWith(wanted) ? 0 : 1);
  return entries
    .filter(({ title, hint }) => {
      const held = `${title} ${hint ?? ''}`.toLocaleLowerCase();
      return parts.every((part) => held.includes(part));
    })
    .sort((a, b) => rank(a) - rank(b));
}
