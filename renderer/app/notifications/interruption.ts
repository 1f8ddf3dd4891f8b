/** An event that may interrupt the person at the page, in the page's words. Pure. */
import type { EventView } from '../../../shared/contract/schemas.ts';
import { openedPlace, type Target } from './opened-place.ts';

/** What was raised longer ago is no interruption any more: it waits under the bell. */
const FRESH_MS = 60_000;
const TONES = { critical: 'risk', warning: 'wait', info: 'quiet' } as const;

interface Interruption {
  /** Of the notification that it tells of. */
  id: unknown;
  title: string;
  text: string;
  tone: (typeof TONES)[keyof typeof TONES];
  place: string | null;
}

/** null where the event is none for `person`, or not of now. */
export function interruptionIn(
  { kind, at, data }: EventView,
  person: string,
  now: number,
): Interruption | null {
  if (kind !== 'notification.raised' || Math.abs(now - at) > FRESH_MS) return null;
  if (!Array.isArray(data.interrupts) || !data.interrupts.includes(person)) return null;
  const { title, text, severity, open } = data;
  return {
    id: data.notificationId,
    title: typeof title === 'string' ? title : 'Something needs a look',
    text: typeof text === 'string' ? text : '',
    tone: TONES[severity as keyof typeof TONES] ?? 'quiet',
    place: openedPlace(open as Target),
  };
}

/** Ids of the notifications that hold no longer since the event. */
export function endedBy({ kind, data }: EventView): unknown[] {
  return kind === 'notification.over' && Array.isArray(data.notificationIds) ? data.notificationIds : [];
}
