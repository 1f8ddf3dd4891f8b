/** What may interrupt the person at this page is said in a toast, with the way to the thing itself. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EventView } from '../../../shared/contract/schemas.ts';
import { toast } from '../../ui/toast.tsx';
import { useBridge } from '../bridge-context.tsx';
import { go } from '../navigation/navigate.ts';
import { reads } from '../queries.ts';
import { isDesktop } from '../shell.ts';
import { openedPlace, type Target } from './opened-place.ts';

/** What was raised longer ago is no interruption any more: it waits under the bell. */
const FRESH_MS = 60_000;
const TONES = { critical: 'risk', warning: 'wait', info: 'quiet' } as const;

interface Interruption {
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
    title: typeof title === 'string' ? title : 'Something needs a look',
    text: typeof text === 'string' ? text : '',
    tone: TONES[severity as keyof typeof TONES] ?? 'quiet',
    place: openedPlace(open as Target),
  };
}

export function useInterruptions(): void {
  const { api, events } = useBridge();
  const person = useQuery(reads(api).me).data?.name;
  useEffect(() => {
    if (person === undefined) return;
    return events.subscribe((batch) => {
      // Who does not look at the page is told by the desktop, or finds it under the bell.
      if (document.hidden || (isDesktop && !document.hasFocus())) return;
      for (const event of batch.events) {
        const told = interruptionIn(event, person, Date.now());
        if (!told) continue;
        const { title, text, tone, place } = told;
        toast({
          title,
          text,
          tone,
          action: place === null ? undefined : { label: 'Open', onPress: () => go(place) },
        });
      }
    });
  }, [events, person]);
}
