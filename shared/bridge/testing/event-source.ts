/** A host for tests: a log of numbered events, and lines to it that a test opens, feeds and breaks by hand. */
import type { Transport } from '../../contract/client.ts';
import type { EventBatch, EventView } from '../../contract/schemas.ts';
import type { OpenLine } from '../reconnecting.ts';

type Ears = Parameters<OpenLine>[1];

interface OpenedLine {
  since: number | undefined;
  ears: Ears;
  closed: boolean;
  /** Up to where this line has sent. */
  sent: number;
}

export interface EventSource {
  open: OpenLine;
  lines: OpenedLine[];
  /** The line in use; undefined where none is. */
  line(): OpenedLine | undefined;
  /** Each line says where it stands as it opens; false: the test says it. */
  greets: boolean;
  /** Set to have openings rejected with it. */
  refusal: unknown;
  emit(count: number): void;
  head(): number;
  /** Sends at most `most` events that the line in use has not sent. */
  send(most: number): void;
  call: Transport['call'];
}

export function eventSource(): EventSource {
  const log: EventView[] = [];
  const batch = (after: number, most: number): EventBatch => {
    const events = log.slice(after, after + most);
    return { events, seq: events.at(-1)?.seq ?? log.length, complete: after <= log.length };
  };
  const source: EventSource = {
    lines: [],
    greets: true,
    refusal: null,
    call: () => new Promise(() => {}),
    line: () => source.lines.find((line) => !line.closed),
    head: () => log.length,
    emit(count) {
      for (let n = 0; n < count; n += 1)
        log.push({ seq: log.length + 1, at: log.length, storeId: null, kind: 'counted', data: {} });
    },
    send(most) {
      const line = source.line();
      if (!line) return;
      const next = batch(line.sent, most);
      line.sent = next.seq;
      line.ears.batch(next);
    },
    async open(since, ears) {
      if (source.refusal) throw source.refusal;
      const line: OpenedLine = { since, ears, closed: false, sent: since ?? log.length };
      source.lines.push(line);
      if (source.greets) {
        const first = batch(line.sent, 3);
        line.sent = first.seq;
        ears.batch(first);
      }
      return {
        transport: { call: (...call) => source.call(...call) },
        close() {
          line.closed = true;
        },
      };
    },
  };
  return source;
}
