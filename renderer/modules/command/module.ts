/** The first page: the morning. */
import type { Module } from '../../app/navigation/module.ts';

export const module: Module = {
  id: 'command',
  title: 'Command',
  icon: 'crown',
  order: 1,
  letter: 'c',
  untitled: true,
  load: () => import('./command-page.tsx').then(({ CommandPage }) => CommandPage),
  readAhead: (ahead) => import('./read-morning.ts').then(({ readAhead }) => readAhead(ahead)),
};
