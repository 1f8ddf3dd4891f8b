/** What may interrupt the person is told by the system while they do not look at the window; a click opens its place. */
import { Notification } from 'electron';
import { z } from 'zod';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { EventView } from '../../shared/contract/schemas.ts';
import { oneLine } from '../../shared/one-line.ts';
import { placeAt } from './deep-link.ts';

/** What was raised longer ago was told by an earlier start, or waits under the bell. */
const FRESH_MS = 60_000;

const name = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const raised = z.object({
  title: z.string(),
  text: z.string(),
  interrupts: z.array(z.string()),
  severity: z.string(),
  open: z.object({
    module: z.string().regex(/^[a-z][a-z-]{0,31}$/),
    id: z.union([z.int(), z.string()]).nullable(),
  }),
});

interface Interruption {
  title: string;
  body: string;
  /** The place inside the page: "/#/approvals/12". */
  place: string;
  critical: boolean;
}

/** null where the event is none for `person`, or not of now. */
function interruptionIn(event: EventView, person: string, now: number): Interruption | null {
  if (event.kind !== 'notification.raised' || Math.abs(now - event.at) > FRESH_MS) return null;
  const read = raised.safeParse(event.data);
  if (!read.success || !read.data.interrupts.includes(person)) return null;
  const { title, text, severity, open } = read.data;
  // Only modules that show one thing by its id are led to it: the others show all they have on one page.
  const one = (open.module === 'approvals' || open.module === 'agents') && name.test(String(open.id));
  return {
    title: plain(title),
    body: plain(text),
    place: placeAt(one ? `${open.module}/${open.id}` : open.module),
    critical: severity === 'critical',
  };
}

/** Linux desktops take markup in what is told, links and pictures among it; a product may be called anything. */
function plain(text: string): string {
  const line = oneLine(text);
  return process.platform === 'linux' ? line.replaceAll('<', '‹').replaceAll('>', '›') : line;
}

export interface NotificationsOptions {
  bridge: Bridge;
  /** The page tells it by itself then. */
  isLookedAt(): boolean;
  open(place: string): void;
}

/** Follows the events until the bridge is closed. */
export function showNotifications({ bridge, isLookedAt, open }: NotificationsOptions): void {
  if (!Notification.isSupported()) return;
  /** Held until they are clicked or closed: one that is collected would do nothing at a click. */
  const shown = new Set<Notification>();
  const told = async (events: readonly EventView[]): Promise<void> => {
    const candidates = events.filter(({ kind }) => kind === 'notification.raised');
    if (candidates.length === 0 || isLookedAt()) return;
    const { name: person } = await bridge.api.people.me();
    for (const event of candidates) {
      const interruption = interruptionIn(event, person, Date.now());
      if (!interruption) continue;
      const { title, body, place, critical } = interruption;
      const notification = new Notification({ title, body, urgency: critical ? 'critical' : 'normal' });
      shown.add(notification);
      const done = (): void => void shown.delete(notification);
      notification.on('click', () => {
        done();
        open(place);
      });
      notification.on('close', done);
      notification.show();
    }
  };
  bridge.events.subscribe(({ events }) => {
    told(events).catch(() => {
      // The core ended: what it raised stands under the bell.
    });
  });
}
