/** Limits as they are typed, and as the core keeps them. */
import type { AutonomyInput } from '../../../shared/contract/autonomy-schemas.ts';

export type Limits = NonNullable<AutonomyInput['limits']>;
export type LimitName = keyof Limits;
export type Level = AutonomyInput['level'];

export const LEVELS: readonly { value: Level; label: string; text: string }[] = [
  { value: 'observe', label: 'Watch', text: 'It looks and tells what it found, and proposes nothing.' },
  { value: 'propose', label: 'Propose', text: 'It proposes; nothing happens before a person approves.' },
  {
    value: 'act',
    label: 'Act within limits',
    text: 'What stays within the limits happens by itself and can be undone; the rest waits for a person.',
  },
];

interface LimitField {
  name: LimitName;
  label: string;
  hint: string;
  kind: 'count' | 'money' | 'percent' | 'hours';
}

export const LIMIT_FIELDS: readonly LimitField[] = [
  { name: 'perDay', label: 'Actions a day', hint: 'By the shop’s day.', kind: 'count' },
  { name: 'moneyPerAction', label: 'Money for one action', hint: 'What it costs.', kind: 'money' },
  { name: 'moneyPerDay', label: 'Money a day', hint: 'All of them together.', kind: 'money' },
  {
    name: 'largestChange',
    label: 'Largest change',
    hint: 'Of a price or a quantity, from what it was.',
    kind: 'percent',
  },
  {
    name: 'marginFloor',
    label: 'Margin that must stay',
    hint: 'Of the price, after the unit cost.',
    kind: 'percent',
  },
  { name: 'coolDownHours', label: 'Rest between two', hint: 'On one and the same thing.', kind: 'hours' },
];

/** Absent where nothing is typed: then it does not limit. */
export function withLimit(limits: Limits, name: LimitName, value: number | null): Limits {
  const { [name]: _, ...others } = limits;
  return value === null ? others : { ...others, [name]: value };
}

export function sameLimits(one: Limits, other: Limits): boolean {
  return LIMIT_FIELDS.every(({ name }) => one[name] === other[name]);
}
