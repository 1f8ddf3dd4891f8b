/** A state in a word with its sign: colour never speaks alone. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'live' | 'good' | 'wait' | 'risk' | 'quiet';

export function Pill({ tone, icon, children }: { tone: Tone; icon: IconName; children: ReactNode }) {
  return (
    <span className={`pill tone-${tone}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}
