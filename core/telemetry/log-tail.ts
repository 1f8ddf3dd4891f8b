/** Reads the log backwards, newest line first, a piece at a time: also one of many megabytes costs only what is shown. */
import { open } from 'node:fs/promises';
import type { LogLevel, LogPage } from '../../shared/contract/health-schemas.ts';
import type { LogLine } from '../../shared/contract/run-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';

export interface LogQuery {
  level: LogLevel;
  limit: number;
  /** As an earlier page gave it. */
  before?: string;
  /** Only lines of this run. */
  runId?: number;
}

const LEVELS: Record<LogLevel, number> = { trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };
const NAMES = new Map(Object.entries(LEVELS).map(([name, number]) => [number, name as LogLevel]));
const PIECE_BYTES = 64 * 1024;
/** Looked through for one page: what matches rarely is told with the next page. */
const MOST_BYTES = 16 * 1024 * 1024;
/** A longer line is none of ours. */
const LONGEST_LINE = 1024 * 1024;
const CURSOR = /^([01]):(\d{1,15})$/;
const NEWLINE = 0x0a;

/** Of the log and the one before it. Throws RoyalError invalid_input where `before` is no position. */
export async function logTail(path: string, query: LogQuery): Promise<LogPage> {
  const files = [path, `${path}.1`];
  const start = query.before === undefined ? null : CURSOR.exec(query.before);
  if (query.before !== undefined && !start)
    throw new RoyalError({
      code: 'invalid_input',
      message: 'This is no position in the log.',
      next: 'Leave `before` out, or take it from an earlier answer.',
    });
  const lines: LogLine[] = [];
  let budget = MOST_BYTES;
  for (let file = start ? Number(start[1]) : 0; file < files.length; file += 1) {
    const end = start && file === Number(start[1]) ? Number(start[2]) : Number.POSITIVE_INFINITY;
    for await (const { text, at } of linesBackwards(files[file]!, end)) {
      budget -= text.length;
      const line = parse(text, query);
      if (line) lines.push(line);
      if (lines.length >= query.limit || budget <= 0) return { lines, next: `${file}:${at}` };
    }
  }
  return { lines, next: null };
}

/** Whole lines before a position, newest first, each with where it begins. Nothing where there is no file. */
async function* linesBackwards(path: string, before: number): AsyncGenerator<{ text: string; at: number }> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return;
  try {
    const { size } = await handle.stat();
    let position = Math.min(size, before);
    let rest = Buffer.alloc(0);
    while (position > 0) {
      const length = Math.min(PIECE_BYTES, position);
      position -= length;
      const piece = Buffer.alloc(length);
      await handle.read(piece, 0, length, position);
      rest = Buffer.concat([piece, rest]);
      let end = rest.length;
      for (;;) {
        const newline = end === 0 ? -1 : rest.lastIndexOf(NEWLINE, end - 1);
        if (newline === -1) break;
        if (newline + 1 < end)
          yield { text: rest.toString('utf8', newline + 1, end), at: position + newline + 1 };
        end = newline;
      }
      rest = end > LONGEST_LINE ? Buffer.alloc(0) : Buffer.from(rest.subarray(0, end));
    }
    if (rest.length > 0) yield { text: rest.toString('utf8'), at: 0 };
  } finally {
    await handle.close();
  }
}

function parse(text: string, { level, runId }: LogQuery): LogLine | null {
  // Cheaper than reading the JSON of every line.
  if (runId !== undefined && !text.includes(`"runId":${runId}`)) return null;
  let line: Record<string, unknown>;
  try {
    line = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
  const { level: number, time, msg, pid: _, ...facts } = line;
  const name = NAMES.get(number as number);
  if (!name || LEVELS[name] < LEVELS[level] || typeof time !== 'number') return null;
  if (runId !== undefined && facts.runId !== runId) return null;
  return { at: time, level: name, text: typeof msg === 'string' ? msg : '', facts };
}
