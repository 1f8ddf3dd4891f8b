/** Runs of agents, their memoised steps and their findings. */
import type { StoreId } from '../../shared/action.ts';
import type { Finding } from '../../shared/agent.ts';
import { type ErrorData, RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import { fromJson, type LedgerBase, toJson } from './base.ts';
import type { FindingRow, RunRow, RunState, RunTrigger } from './types.ts';

export interface Runs {
  /** Throws invalid_state where the agent already runs for that store. */
  start(run: { agent: string; storeId: StoreId; trigger: RunTrigger; slot?: EpochMs | null }): RunRow;
  /** Takes up a run of an earlier epoch: one attempt more, now of this epoch. */
  takeUp(id: number): RunRow;
  end(id: number, state: Exclude<RunState, 'running'>, end: { summary?: string; error?: ErrorData }): RunRow;
  get(id: number): RunRow | null;
  /** Left running by an earlier epoch, oldest first. */
  leftRunning(): RunRow[];
  latest(agent: string, storeId: StoreId): RunRow | null;
  /** Attempts at the newest runs that did not end well, back to the last that was completed or stopped. */
  triesInVain(agent: string, storeId: StoreId): number;
  /** Id of the newest completed run; null where none was. */
  latestCompleted(agent: string, storeId: StoreId): number | null;
  /**
   * Until when the schedule is served: the slot of the newest run that had one, or the start of a person's completed
   * run after it. The newest by order of starting, not by time: a clock may have been wrong. null before the first.
   */
  servedUntil(agent: string, storeId: StoreId): EpochMs | null;
  /** The same as it stood at an instant. */
  servedBefore(agent: string, storeId: StoreId, at: EpochMs): EpochMs | null;
  /** The first that began at or after an instant. */
  firstSince(agent: string, storeId: StoreId, at: EpochMs): RunRow | null;
  /** Newest first. */
  list(filter?: { agent?: string; storeId?: StoreId; limit?: number; before?: number }): RunRow[];
  /** The memoised result of a step, wrapped so that a result of null can be told from none. */
  step(run: number, name: string): { result: unknown } | null;
  /** `ms`: what its work took. */
  saveStep(run: number, name: string, resultJson: string, ms: number): void;
  /** In the order in which they were done. */
  steps(run: number): { name: string; at: EpochMs; ms: number | null }[];
  /** How many findings and proposals each of the runs made. */
  tally(runs: readonly number[]): Map<number, { findings: number; proposals: number }>;
  addFinding(run: number, finding: Finding): void;
  /** Of one run, or of the newest completed run of each agent. */
  findings(filter: { run: number } | { storeId?: StoreId }): FindingRow[];
}

interface RunRecord {
  id: number;
  agent: string;
  store: string;
  trigger: RunTrigger;
  slot: number | null;
  attempt: number;
  epoch: number;
  state: RunState;
  started_at: number;
  ended_at: number | null;
  summary: string | null;
  error: string | null;
}

interface FindingRecord {
  id: number;
  run: number;
  agent: string;
  store: string;
  kind: string;
  severity: Finding['severity'];
  title: string;
  evidence: string;
  subject: string | null;
  at: number;
}

export function createRuns(base: LedgerBase): Runs {
  const { db } = base;
  const insert = db.prepare(
    `INSERT INTO runs (agent, store, trigger, slot, epoch, state, started_at)
     VALUES (?, ?, ?, ?, ?, 'running', ?)`,
  );
  const one = db.prepare<[number], RunRecord>('SELECT * FROM runs WHERE id = ?');
  const running = db.prepare<[string, string], RunRecord>(
    `SELECT * FROM runs WHERE agent = ? AND store = ? AND state = 'running'`,
  );
  const takeUp = db.prepare(
    `UPDATE runs SET attempt = attempt + 1, epoch = ? WHERE id = ? AND state = 'running'`,
  );
  const end = db.prepare(
    `UPDATE runs SET state = ?, ended_at = ?, summary = ?, error = ? WHERE id = ? AND state = 'running'`,
  );
  const left = db.prepare<[number], RunRecord>(
    `SELECT * FROM runs WHERE state = 'running' AND epoch < ? ORDER BY id`,
  );
  const latest = db.prepare<[string, string], RunRecord>(
    'SELECT * FROM runs WHERE agent = ? AND store = ? ORDER BY id DESC LIMIT 1',
  );
  const triesInVain = db
    .prepare<[string, string, string, string], number>(
      `SELECT coalesce(sum(attempt), 0) FROM runs WHERE agent = ? AND store = ? AND id >
         (SELECT coalesce(max(id), 0) FROM runs WHERE agent = ? AND store = ? AND state NOT IN ('failed', 'running'))`,
    )
    .pluck();
  const latestCompleted = db
    .prepare<[string, string], number>(
      `SELECT id FROM runs WHERE agent = ? AND store = ? AND state = 'completed' ORDER BY id DESC LIMIT 1`,
    )
    .pluck();
  const firstSince = db.prepare<[string, string, EpochMs], RunRecord>(
    'SELECT * FROM runs WHERE agent = ? AND store = ? AND started_at >= ? ORDER BY id LIMIT 1',
  );
  const servedUntil = db
    .prepare<[string, string, EpochMs], number>(
      `SELECT coalesce(slot, started_at) FROM runs WHERE agent = ? AND store = ? AND started_at <= ?
         AND (slot IS NOT NULL OR (trigger = 'person' AND state = 'completed')) ORDER BY id DESC LIMIT 1`,
    )
    .pluck();
  const list = db.prepare<[string | null, string | null, number | null, number], RunRecord>(
    `SELECT * FROM runs WHERE agent = coalesce(?, agent) AND store = coalesce(?, store)
       AND id < coalesce(?, 9007199254740991) ORDER BY id DESC LIMIT ?`,
  );
  const step = db
    .prepare<[number, string], string>('SELECT result FROM steps WHERE run = ? AND name = ?')
    .pluck();
  const saveStep = db.prepare('INSERT INTO steps (run, name, result, at, ms) VALUES (?, ?, ?, ?, ?)');
  const steps = db.prepare<[number], { name: string; at: EpochMs; ms: number | null }>(
    'SELECT name, at, ms FROM steps WHERE run = ? ORDER BY at, name',
  );
  const tally = db.prepare<[string], { run: number; findings: number; proposals: number }>(
    `SELECT value AS run, (SELECT count(*) FROM findings f WHERE f.run = value) AS findings,
       (SELECT count(*) FROM actions a WHERE a.run = value) AS proposals FROM json_each(?)`,
  );
  const insertFinding = db.prepare(
    `INSERT INTO findings (run, kind, severity, title, evidence, subject, at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const findingsOf = db.prepare<[number], FindingRecord>(
    `SELECT f.*, r.agent, r.store FROM findings f JOIN runs r ON r.id = f.run WHERE f.run = ? ORDER BY f.id`,
  );
  const newestFindings = db.prepare<[string | null], FindingRecord>(
    `SELECT f.*, r.agent, r.store FROM findings f JOIN runs r ON r.id = f.run
     WHERE r.id IN (SELECT max(id) FROM runs WHERE state = 'completed' GROUP BY agent, store)
       AND r.store = coalesce(?, r.store) ORDER BY f.id`,
  );

  const changed = (run: RunRow, kind: string, data: Record<string, unknown> = {}): RunRow => {
    base.event(run.storeId, kind, { runId: run.id, agent: run.agent, attempt: run.attempt, ...data });
    return run;
  };
  const existing = (id: number): RunRow => toRun(one.get(id)!);

  return {
    start({ agent, storeId, trigger, slot = null }) {
      return base.transaction(() => {
        const present = running.get(agent, storeId);
        if (present)
          throw new RoyalError({
            code: 'invalid_state',
            message: `${agent} already runs for ${storeId}.`,
            next: 'Wait until that run has ended; `royal agents status` shows it.',
            details: { runId: present.id },
          });
        const id = Number(insert.run(agent, storeId, trigger, slot, base.epoch, base.now()).lastInsertRowid);
        return changed(existing(id), 'run.started', { trigger });
      });
    },
    takeUp(id) {
      return base.transaction(() => {
        takeUp.run(base.epoch, id);
        return changed(existing(id), 'run.taken_up');
      });
    },
    end(id, state, { summary, error }) {
      return base.transaction(() => {
        if (end.run(state, base.now(), summary ?? null, toJson(error), id).changes === 0)
          throw new RoyalError({
            code: 'invalid_state',
            message: `Run ${id} has already ended.`,
            next: 'Start a new run with `royal agents run`.',
          });
        return changed(existing(id), `run.${state}`, { summary: summary ?? null, error: error ?? null });
      });
    },
    get(id) {
      const record = one.get(id);
      return record ? toRun(record) : null;
    },
    leftRunning: () => left.all(base.epoch).map(toRun),
    servedBefore: (agent, storeId, at) => servedUntil.get(agent, storeId, at) ?? null,
    firstSince(agent, storeId, at) {
      const record = firstSince.get(agent, storeId, at);
      return record ? toRun(record) : null;
    },
    triesInVain: (agent, storeId) => triesInVain.get(agent, storeId, agent, storeId)!,
    latestCompleted: (agent, storeId) => latestCompleted.get(agent, storeId) ?? null,
    latest(agent, storeId) {
      const record = latest.get(agent, storeId);
      return record ? toRun(record) : null;
    },
    servedUntil: (agent, storeId) => servedUntil.get(agent, storeId, Number.MAX_SAFE_INTEGER) ?? null,
    list: ({ agent, storeId, limit = 50, before } = {}) =>
      list.all(agent ?? null, storeId ?? null, before ?? null, limit).map(toRun),
    step(run, name) {
      const result = step.get(run, name);
      return result === undefined ? null : { result: JSON.parse(result) as unknown };
    },
    saveStep(run, name, resultJson, ms) {
      saveStep.run(run, name, resultJson, base.now(), ms);
    },
    steps: (run) => steps.all(run),
    tally: (runs) =>
      new Map(tally.all(JSON.stringify(runs)).map(({ run, ...counts }) => [run, counts] as const)),
    addFinding(run, finding) {
      insertFinding.run(
        run,
        finding.kind,
        finding.severity,
        finding.title,
        JSON.stringify(finding.evidence),
        toJson(finding.subject),
        base.now(),
      );
    },
    findings: (filter) =>
      ('run' in filter ? findingsOf.all(filter.run) : newestFindings.all(filter.storeId ?? null)).map(
        toFinding,
      ),
  };
}

function toRun(record: RunRecord): RunRow {
  return {
    id: record.id,
    agent: record.agent,
    storeId: record.store,
    trigger: record.trigger,
    slot: record.slot,
    attempt: record.attempt,
    epoch: record.epoch,
    state: record.state,
    startedAt: record.started_at,
    endedAt: record.ended_at,
    summary: record.summary,
    error: fromJson(record.error),
  };
}

function toFinding(record: FindingRecord): FindingRow {
  return {
    id: record.id,
    runId: record.run,
    agent: record.agent,
    storeId: record.store,
    kind: record.kind,
    severity: record.severity,
    title: record.title,
    evidence: fromJson(record.evidence) ?? [],
    subject: fromJson(record.subject),
    at: record.at,
  };
}
