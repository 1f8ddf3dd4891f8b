/** What agents and their runs are called here. */
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/pill.tsx';
import { words } from '../../ui/words.ts';

interface StateWords {
  tone: Tone;
  icon: IconName;
  word: string;
}

const RUNS: Readonly<Record<string, StateWords>> = {
  running: { tone: 'live', icon: 'sync', word: 'Running' },
  completed: { tone: 'good', icon: 'check', word: 'Done' },
  failed: { tone: 'risk', icon: 'warning', word: 'Failed' },
  stopped: { tone: 'quiet', icon: 'stop', word: 'Stopped' },
  cancelled: { tone: 'quiet', icon: 'stop', word: 'Broken off' },
};

export function runState(state: string): StateWords {
  return RUNS[state] ?? { tone: 'quiet', icon: 'dot', word: state };
}

const TRIGGERS: Readonly<Record<string, string>> = {
  schedule: 'by its schedule',
  scheduled: 'by its schedule',
  manual: 'asked for by a person',
  person: 'asked for by a person',
  event: 'after files were imported',
  catch_up: 'caught up after nobody watched',
  resume: 'went on after the program ended',
};

export function triggerWords(trigger: string): string {
  return TRIGGERS[trigger] ?? trigger.replaceAll('_', ' ');
}

/** What an approval of such a thing does. */
const TYPES: Readonly<Record<string, string>> = {
  'purchase_order.create': 'Makes a purchase order; nothing is mailed.',
  'purchase_order.receive': 'Books what arrived into the shop’s stock.',
  'purchase_order.cancel': 'Of which nothing came yet.',
  'price.change': 'In the shop, for every customer.',
  'order.tag': 'In the shop, seen by staff only.',
};

export function aboutType(type: string): string | null {
  return TYPES[type] ?? null;
}

const ABOUT: Readonly<Record<string, string>> = {
  'inventory-forecasting':
    'Forecasts the demand of every product, watches how long the stock lasts, and proposes what to order when.',
};

export function aboutAgent(id: string): string | null {
  return ABOUT[id] ?? null;
}

/** "1.4 s", "2 min 5 s"; of work that is over. */
export function durationWords(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return 'not measured';
  if (ms < 1_000) return `${words.count(Math.max(1, Math.round(ms)))} ms`;
  if (ms < 60_000) return `${words.count(Math.round(ms / 100) / 10)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.round((ms % 60_000) / 1000);
  return seconds === 0 || minutes >= 60
    ? `${words.count(minutes)} min`
    : `${words.count(minutes)} min ${words.count(seconds)} s`;
}
