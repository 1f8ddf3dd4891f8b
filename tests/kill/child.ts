/**
 * One life of a core that tells the story, and dies where it is told to. Arguments: the data folder, the plot and
 * how to die, both as JSON. Prints `begun` before the first boundary and the ending as JSON after the last.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createCore } from '../../core/core.ts';
import { setFaultHook } from '../../core/fault-point.ts';
import type { IntentStore } from '../../core/ledger/attempts.ts';
import type { AttemptRow } from '../../core/ledger/types.ts';
import { directClient } from '../direct-client.ts';
import { type Chapter, live, type Plot } from './story.ts';

export type Death =
  /** Never by its own hand. */
  | { how: 'not' }
  /** At the n-th boundary of this life. */
  | { how: 'at'; boundary: number }
  /** At the first boundary, or repetition of one, that no earlier life died at; `register` remembers them. */
  | {
      how: 'everywhere';
      register: string /** Part of the boundary's name; others are passed. */;
      only?: string;
    };

export interface Life {
  folder: string;
  plot: Plot;
  death: Death;
  /** Each boundary met is added to it, one a line. */
  met?: string;
  /** The test of the test: intents are kept in memory alone. */
  withoutIntents?: boolean;
}

/** A loop (a poll, pages) is died in so often at most. */
const REPETITIONS = 3;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function boundaryHook(life: Life, chapter: () => Chapter): (name: string) => void {
  const { death, met } = life;
  let count = 0;
  const seen = new Map<string, number>();
  const diedAt: Record<string, number> =
    death.how === 'everywhere' && existsSync(death.register)
      ? (JSON.parse(readFileSync(death.register, 'utf8')) as Record<string, number>)
      : {};
  return (name) => {
    const boundary = `${chapter()}: ${name}`;
    if (met) appendFileSync(met, `${boundary}\n`);
    count += 1;
    if (death.how === 'at' && count === death.boundary) die();
    if (death.how !== 'everywhere' || !boundary.includes(death.only ?? '')) return;
    const times = (seen.get(boundary) ?? 0) + 1;
    seen.set(boundary, times);
    const deaths = diedAt[boundary] ?? 0;
    if (times !== deaths + 1 || deaths >= REPETITIONS) return;
    writeFileSync(death.register, JSON.stringify({ ...diedAt, [boundary]: deaths + 1 }));
    die();
  };
}

/** What the executor would have without a ledger for its intents: they are gone when the process is. */
function forgetfulIntents(): IntentStore {
  const rows: AttemptRow[] = [];
  const change = (id: number, fields: Partial<AttemptRow>): AttemptRow =>
    Object.assign(rows[id - 1]!, fields);
  return {
    open(actionId, request) {
      const number = rows.filter((row) => row.actionId === actionId).length + 1;
      const row: AttemptRow = {
        id: rows.length + 1,
        actionId,
        number,
        key: `forgetful-${process.pid}-${rows.length}`,
        request,
        state: 'intended',
        sends: 0,
        answer: null,
        error: null,
        createdAt: Date.now(),
        firstSentAt: null,
        settledAt: null,
        epoch: 0,
      };
      rows.push(row);
      return row;
    },
    markSent(id) {
      const row = rows[id - 1]!;
      return change(id, { state: 'sent', sends: row.sends + 1, firstSentAt: row.firstSentAt ?? Date.now() });
    },
    settle: (id, state, { answer = null, error = null }) =>
      change(id, { state, answer, error, settledAt: Date.now() }),
    latest: (actionId) => rows.findLast((row) => row.actionId === actionId) ?? null,
  };
}

async function main(life: Life): Promise<void> {
  let chapter: Chapter = 'connect';
  setFaultHook(boundaryHook(life, () => chapter));
  process.stdout.write('begun\n');
  const core = await createCore({
    folder: life.folder,
    agents: [],
    taskWorkerUrl: new URL('../../headless/task-worker.ts', import.meta.url),
    env: { ROYAL_SECRETS: 'file' },
    schedule: false,
    ...(life.withoutIntents ? { intents: forgetfulIntents() } : {}),
  });
  const client = directClient(core);
  const ending = await live(client, life.plot, (next) => {
    chapter = next;
  });
  setFaultHook(null);
  core.stopTaking();
  await core.close();
  process.stdout.write(`${JSON.stringify(ending)}\n`);
}

if (import.meta.main) await main(JSON.parse(process.argv[2]!) as Life);
