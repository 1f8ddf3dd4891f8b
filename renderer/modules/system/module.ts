/** How the program fares: in the owner's words first, in the engineer's behind them. */
import type { Module } from '../../app/navigation/module.ts';

export const module: Module = {
  id: 'system',
  title: 'System',
  icon: 'system',
  order: 12,
  letter: 'y',
  load: () => import('./system-page.tsx').then(({ SystemPage }) => SystemPage),
  readAhead: (ahead) => import('./read-ahead.ts').then(({ readAhead }) => readAhead(ahead)),
};
