/** A state in a word with its sign: colour never speaks alone. And counts that wait. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { words } from './words.ts';

/** live: on now. good: done. wait: waits. risk: needs a person. quiet: neither. */
export type Tone = 'live' | 'good' | 'wait' | 'risk' | 'quiet';

export function Pill({ tone, icon, children }: { tone: Tone; icon: IconName; children: ReactNode }) {
  return (
    <span className={`pill tone-${tone}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}

interface BadgeProps {
  count: number;
  /** What is counted, for who only hears it: "4 wait for you". */
  label: string;
}

/** How many need a person; nothing where none does. */
export function Badge({ count, label }: BadgeProps) {
  if (count === 0) return null;
  return (
    <span className="badge number">
      <span aria-hidden="true">{count > 999 ? '999+' : words.count(count)}</span>
      <span className="unseen">{label}</span>
    </span>
  );
}
