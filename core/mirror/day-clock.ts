/** Local days of one zone for many instants: remembers where each day begins, so that few ask the calendar. */
import { DAY_MS, type Day, dayOf, type EpochMs, startOfDay, zoneOffsetMs } from '../../shared/time.ts';

interface Span {
  day: Day;
  start: EpochMs;
  end: EpochMs;
  /** The zone's offset where it is the same all day, else null. */
  offset: number | null;
}

export class DayClock {
  readonly zone: string;
  #last: Span = { day: Number.NaN, start: 0, end: 0, offset: null };
  readonly #spans = new Map<Day, Span>();

  constructor(zone: string) {
    this.zone = zone;
  }

  dayOf(at: EpochMs): Day {
    return this.#spanOf(at).day;
  }

  /** Local hour, 0 to 23; an hour that comes twice is one hour. */
  hourOf(at: EpochMs): number {
    const span = this.#spanOf(at);
    const local = at + (span.offset ?? zoneOffsetMs(at, this.zone));
    return Math.floor((local - span.day * DAY_MS) / 3_600_000);
  }

  /** First instant of the day and of the next. */
  bounds(day: Day): { start: EpochMs; end: EpochMs } {
    return this.#span(day);
  }

  #spanOf(at: EpochMs): Span {
    const last = this.#last;
    if (at >= last.start && at < last.end) return last;
    // No zone is further than a day from UTC: the instant lies in the UTC day or a neighbour of it.
    const utc = Math.floor(at / DAY_MS);
    for (const day of [utc, utc - 1, utc + 1]) {
      const span = this.#spans.get(day);
      if (span && at >= span.start && at < span.end) {
        this.#last = span;
        return span;
      }
    }
    this.#last = this.#span(dayOf(at, this.zone));
    return this.#last;
  }

  #span(day: Day): Span {
    let span = this.#spans.get(day);
    if (!span) {
      const start = startOfDay(day, this.zone);
      const end = startOfDay(day + 1, this.zone);
      const offset = zoneOffsetMs(start, this.zone);
      span = { day, start, end, offset: zoneOffsetMs(end - 1, this.zone) === offset ? offset : null };
      if (this.#spans.size > 20_000) this.#spans.clear();
      this.#spans.set(day, span);
    }
    return span;
  }
}
