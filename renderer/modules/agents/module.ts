/** The agents: what they did, how right they were, how far they may go. */
import type { Module } from '../../app/navigation/module.ts';

export const module: Module = {
  id: 'agents',
  title: 'Agents',
  icon: 'agent',
  order: 9,
  letter: 'g',
  load: () => import('./agents-page.tsx').then(({ AgentsPage }) => AgentsPage),
};
