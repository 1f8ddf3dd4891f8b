/** Settings: stores, people, suppliers, keys, what may interrupt, what is kept. */
import type { Module } from '../../app/navigation/module.ts';

export const module: Module = {
  id: 'settings',
  title: 'Settings',
  icon: 'settings',
  order: 13,
  letter: 's',
  load: () => import('./settings-page.tsx').then(({ SettingsPage }) => SettingsPage),
};
