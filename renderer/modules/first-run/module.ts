/** The short path from nothing to a page that shows one's own shop. */
import type { Module } from '../../app/navigation/module.ts';

export const module: Module = {
  id: 'first-run',
  title: 'Set up',
  icon: 'play',
  order: 99,
  letter: 'u',
  aside: true,
  load: () => import('./first-run-page.tsx').then(({ FirstRunPage }) => FirstRunPage),
};
