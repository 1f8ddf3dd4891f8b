/**
 * A proposal in brief: what a list tells of it without carrying its evidence, which may be a thousand lines long.
 * Everything comes from the proposal's own evidence and input; what those do not say is null.
 */
import type { Evidence, Proposal } from '../../shared/action.ts';
import { counted, grouped } from '../../shared/counted.ts';
import type { EpochMs } from '../../shared/time.ts';

export interface Brief {
  /** When its figures were taken: days ahead count from here. */
  at: EpochMs;
  why: string | null;
  /** `inDays` counts from `at`; `on` is a date that the evidence itself names. */
  ifIgnored: { text: string; inDays: number | null; on: string | null } | null;
  /** "2026-11-30", the earliest that its evidence names. */
  deadline: string | null;
  evidence: { kind: string; count: number }[];
  supplier: string | null;
}

/** Evidence of this kind says itself what happens if nobody decides; `data.by` is the date where there is one. */
const IF_IGNORED = 'if_ignored';
const REORDER_LINE = 'reorder_line';
const LONGEST_TEXT = 300;
/** Of a product, so that what is said of it is not cut off instead. */
const LONGEST_TITLE = 48;

export function briefOf({ input, evidence }: Pick<Proposal, 'input' | 'evidence'>, at: EpochMs): Brief {
  const counts = new Map<string, number>();
  let deadline: string | null = null;
  for (const { kind, data } of evidence) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const date = dateIn(data?.orderBy) ?? dateIn(data?.deadline);
    if (date !== null && (deadline === null || date < deadline)) deadline = date;
  }
  const lines = evidence.filter((one) => one.kind === REORDER_LINE);
  const { supplier } = (input ?? {}) as { supplier?: unknown };
  return {
    at,
    why: lines.length > 0 ? whyReorder(lines, input) : firstSentence(evidence[0]?.text),
    ifIgnored: toldIgnored(evidence) ?? runsOut(lines, input),
    deadline,
    evidence: [...counts].map(([kind, count]) => ({ kind, count })),
    supplier: typeof supplier === 'string' ? supplier : null,
  };
}

function toldIgnored(evidence: readonly Evidence[]): Brief['ifIgnored'] {
  const told = evidence.find((one) => one.kind === IF_IGNORED);
  return told ? { text: cut(told.text), inDays: null, on: dateIn(told.data?.by) } : null;
}

/** The product that is gone first, of those whose days are known. */
function runsOut(lines: readonly Evidence[], input: unknown): Brief['ifIgnored'] {
  let first: { line: Evidence; days: number } | null = null;
  for (const line of lines) {
    const days = daysLeft(line);
    if (days !== null && (first === null || days < first.days)) first = { line, days };
  }
  if (!first) return null;
  const title = titleOf(first.line, input);
  const late = numberIn(first.line.data?.leadTimeDays);
  const arrival = late === null ? '' : `, and an order of today takes ${days(late)}`;
  const others = lines.length === 1 ? '' : `, before ${grouped(lines.length - 1)} more`;
  return first.days < 1
    ? { text: cut(`${title} has run out${arrival}`), inDays: 0, on: null }
    : { text: cut(`${title} runs out${others}${arrival}`), inDays: Math.floor(first.days), on: null };
}

function whyReorder(lines: readonly Evidence[], input: unknown): string {
  const [line] = lines;
  const available = numberIn(line!.data?.available);
  const cover = numberIn(line!.data?.daysOfCover);
  const stock =
    available === null || cover === null
      ? 'to be reordered'
      : available <= 0
        ? 'none in stock'
        : `${grouped(available)} in stock last ${days(cover)}`;
  const more = lines.length === 1 ? '' : `, and ${grouped(lines.length - 1)} more`;
  return cut(`${titleOf(line!, input)}: ${stock}${more}`);
}

/** Until stock and what is on its way are sold; null where that is not known or nobody counts that far. */
function daysLeft({ data }: Evidence): number | null {
  if (data?.daysOfPosition !== undefined) return numberIn(data.daysOfPosition);
  // Evidence of older versions tells of the stock alone, which says nothing where more is on its way.
  return numberIn(data?.incoming) === 0 ? numberIn(data?.daysOfCover) : null;
}

function titleOf(line: Evidence, input: unknown): string {
  const { lines } = (input ?? {}) as { lines?: unknown };
  const own = Array.isArray(lines)
    ? lines.find(
        (one: { variantId?: unknown } | null) =>
          one?.variantId !== undefined && one.variantId === line.data?.variantId,
      )
    : undefined;
  const { title } = (own ?? {}) as { title?: unknown };
  return cut(typeof title === 'string' && title !== '' ? title : line.text.split(': ')[0]!, LONGEST_TITLE);
}

function firstSentence(text: string | undefined): string | null {
  if (!text) return null;
  return cut(/^.*?[.!?](?=\s|$)/su.exec(text)?.[0] ?? text);
}

function days(n: number): string {
  const whole = Math.floor(n);
  return n > 0 && whole === 0 ? 'less than a day' : counted(whole, 'day');
}

function cut(text: string, longest = LONGEST_TEXT): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= longest ? line : `${[...line].slice(0, longest - 1).join('')}…`;
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function dateIn(value: unknown): string | null {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null;
}
