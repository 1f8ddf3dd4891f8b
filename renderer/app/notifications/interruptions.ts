/** What may interrupt the person at this page is said in a toast, with the way to the thing itself. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { endToast, toast } from '../../ui/toast.tsx';
import { useBridge } from '../bridge-context.tsx';
import { go } from '../navigation/navigate.ts';
import { reads } from '../queries.ts';
import { isDesktop } from '../shell.ts';
import { endedBy, interruptionIn } from './interruption.ts';

export function useInterruptions(): void {
  const { api, events } = useBridge();
  const person = useQuery(reads(api).me).data?.name;
  useEffect(() => {
    if (person === undefined) return;
    return events.subscribe((batch) => {
      for (const event of batch.events) for (const id of endedBy(event)) endToast(aboutNotice(id));
      // Who does not look at the page is told by the desktop, or finds it under the bell.
      if (document.hidden || (isDesktop && !document.hasFocus())) return;
      for (const event of batch.events) {
        const told = interruptionIn(event, person, Date.now());
        if (!told) continue;
        const { id, title, text, tone, place } = told;
        toast({
          title,
          about: aboutNotice(id),
          text,
          tone,
          action: place === null ? undefined : { label: 'Open', onPress: () => go(place) },
        });
      }
    });
  }, [events, person]);
}

function aboutNotice(id: unknown): string {
  return `notice-${id}`;
}
