/**
 * Runs agents: steps are memoised in the ledger, so a run that was cut off goes on in a later epoch without doing
 * a completed step again; findings, proposals and the run's end are one transaction.
 */
import type { Actor, StoreId } from '../../shared/action.ts';
import type { Agent, AgentContext, AgentReport, TaskRunner } from '../../shared/agent.ts';
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import type { StoreContext } from '../actions/action-type.ts';
import { faultPoint } from '../fault-point.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PauseRow } from '../ledger/pauses.ts';
import type { RunRow, RunTrigger } from '../ledger/types.ts';
import type { Clock } from './clock.ts';
import type { EmergencyStop } from './emergency-stop.ts';
import { type Proposals, whyNot } from './proposals.ts';
import type { OrchestratorLog, OrchestratorOptions, RunOptions, RunProgress } from './types.ts';

export interface Runner {
  /**
   * Resolves with the run's row once it has ended or was interrupted; joins a run under way. It is cancelled once
   * everybody who waits for it has broken off; who gave no signal never does.
   */
  run(
    agentId: string,
    storeId: StoreId,
    trigger: RunTrigger,
    options?: RunOptions & { slot?: number },
  ): Promise<RunRow>;
  /** Goes on with what an earlier epoch left running. */
  takeUp(): Promise<RunRow[]>;
  isRunning(agentId: string, storeId: StoreId): boolean;
  /** Whether a run had its shop as it was when it began; not where that could not be read first. */
  readShop(run: RunRow): boolean;
  /** Ends one run at its next step; resolves with its row once it has. Throws not_found, and invalid_state where it is over. */
  cancel(runId: number, actor: Actor): Promise<RunRow>;
  /** Interrupts runs at their next step; they stay `running`, for a later epoch. */
  drain(): Promise<void>;
}

/** A run that was cut off this often is likely the cause itself. */
const MOST_ATTEMPTS = 5;
/** Beyond this its steps speak of a shop that is no more; the schedule starts a new one. */
const LONGEST_AGE_MS = 24 * 3_600_000;
/** How long a drain waits for an agent that is between two steps. */
const GRACE_MS = 5_000;

/** The memo of a run that had to do with an old mirror, as its shop could not be read first. */
const SHOP_NOT_READ = 'shop_not_read';

type Interruption = 'stopped' | 'cancelled' | 'drained' | 'outdated' | 'paused';

export function createRunner(options: {
  ledger: Ledger;
  agents: readonly Agent[];
  contextFor: (storeId: StoreId) => StoreContext;
  freshen?: OrchestratorOptions['freshen'];
  tasks: TaskRunner;
  clock: Clock;
  stop: EmergencyStop;
  proposals: Proposals;
  emit: (progress: RunProgress) => void;
  log: OrchestratorLog;
  /** Proposals were recorded: some may have been let through. */
  onProposals: (storeId: StoreId) => void;
  keepOutlooks?: (run: RunRow, report: AgentReport) => Promise<void>;
}): Runner {
  const { ledger, agents, clock, stop, log } = options;
  const running = new Map<
    string,
    {
      id: number;
      promise: Promise<RunRow>;
      interrupt: (why: Interruption) => void;
      join: (caller: RunOptions) => void;
    }
  >();
  let closed = false;
  const keyOf = (agentId: string, storeId: StoreId): string => `${agentId} ${storeId}`;

  const agentOf = (id: string): Agent => {
    const agent = agents.find((candidate) => candidate.id === id);
    if (!agent)
      throw new RoyalError({
        code: 'not_found',
        message: `There is no agent ${id}.`,
        next: `Name one of: ${agents.map((known) => known.id).join(', ')}.`,
      });
    return agent;
  };

  /** What it wished before and, having looked again, does not name: stock has come, or was ordered by other ways. */
  const takeBack = (run: RunRow, agent: Agent, { proposals }: AgentReport): void => {
    const wished = new Set(proposals.map(({ key }) => key));
    const actor = { kind: 'agent' as const, id: agent.id };
    for (const { id, key, snoozed } of ledger.actions.undecided(agent.id, run.storeId)) {
      if (wished.has(key)) continue;
      if (snoozed) ledger.actions.transition(id, 'proposed', { actor });
      const reason = `${agent.title} looked again and does not propose it any more.`;
      ledger.actions.transition(id, 'expired', { actor, reason });
    }
  };

  const readShop = ({ id }: RunRow): boolean => ledger.runs.step(id, SHOP_NOT_READ) === null;

  const record = (run: RunRow, agent: Agent, report: AgentReport): RunRow =>
    ledger.transaction(() => {
      for (const finding of report.findings) ledger.runs.addFinding(run.id, finding);
      for (const proposal of report.proposals) {
        let dropped: string | null = null;
        if (!agent.proposes.includes(proposal.type))
          dropped = `${agent.id} may not propose ${proposal.type}.`;
        else if (proposal.storeId !== run.storeId)
          dropped = `A run for ${run.storeId} may not propose for ${proposal.storeId}.`;
        else
          try {
            const actor = { kind: 'agent' as const, id: agent.id };
            const outcome = options.proposals.propose(proposal, actor, { agent: agent.id, runId: run.id });
            if (outcome.outcome === 'dropped') dropped = outcome.because;
          } catch (error) {
            // One wrong proposal must not cost the run its others; what the disk refuses does.
            if (!(error instanceof RoyalError) || error.code === 'disk_full') throw error;
            dropped = whyNot(error);
          }
        if (dropped !== null)
          ledger.events.append(run.storeId, 'proposal.dropped', {
            runId: run.id,
            agent: agent.id,
            type: proposal.type,
            title: proposal.title,
            because: dropped,
          });
      }
      takeBack(run, agent, report);
      ledger.audit.append({
        actor: { kind: 'agent', id: agent.id },
        kind: 'run.completed',
        storeId: run.storeId,
        subject: `run:${run.id}`,
        data: { findings: report.findings.length, proposals: report.proposals.length },
      });
      const summary = readShop(run) ? report.summary : `${report.summary} ${NOT_READ}`;
      return ledger.runs.end(run.id, 'completed', { summary });
    });

  const ended = (run: RunRow, state: 'failed' | 'stopped', error: RoyalError): RunRow =>
    ledger.transaction(() => {
      ledger.audit.append({
        actor: { kind: 'agent', id: run.agent },
        kind: `run.${state}`,
        storeId: run.storeId,
        subject: `run:${run.id}`,
        data: { code: error.code, message: error.message },
      });
      return ledger.runs.end(run.id, state, { error: error.toData() });
    });

  const carry = async (
    run: RunRow,
    agent: Agent,
    signal: AbortSignal,
    interruption: () => Interruption | null,
    progress: (done: number, total: number, text: string) => void,
  ): Promise<RunRow> => {
    const whyNot = (): Interruption | null => {
      if (stop.state()) return 'stopped';
      return interruption() ?? (ledger.pauses.against(agent.id, run.storeId) ? 'paused' : null);
    };
    const assertGoing = (): void => {
      const why = whyNot();
      if (why) throw interrupted(why);
    };
    const logged = { runId: run.id, agent: agent.id, store: run.storeId };
    try {
      // Whoever asks for a run means the shop as it is now, no less than the schedule does. No step of it: a run that
      // is taken up again hours later needs what changed since.
      const freshened = options.freshen?.(run.storeId, signal);
      if (freshened) {
        progress(0, 1, 'Reading what changed in the shop');
        const fresh = await freshened;
        assertGoing();
        if (!fresh && !ledger.runs.step(run.id, SHOP_NOT_READ))
          ledger.runs.saveStep(run.id, SHOP_NOT_READ, 'true', 0);
      }
      const { store, mirror, suppliers } = options.contextFor(run.storeId);
      const names = new Set<string>();
      const context: AgentContext = {
        store,
        mirror,
        suppliers,
        tasks: options.tasks,
        now: run.startedAt,
        signal,
        progress,
        async step<T>(name: string, work: () => Promise<T> | T): Promise<T> {
          if (names.has(name)) throw new RangeError(`The step ${name} was named twice in one run.`);
          names.add(name);
          assertGoing();
          const kept = ledger.runs.step(run.id, name);
          if (kept) return kept.result as T;
          faultPoint('runner.before_step');
          const began = performance.now();
          const json = JSON.stringify((await work()) ?? null);
          faultPoint('runner.after_work');
          assertGoing();
          const ms = performance.now() - began;
          ledger.runs.saveStep(run.id, name, json, ms);
          log.info({ ...logged, step: name, ms: Math.round(ms) }, 'A step was done.');
          faultPoint('runner.after_step');
          return JSON.parse(json) as T;
        },
      };
      const report = await agent.run(context);
      assertGoing();
      await options.keepOutlooks?.(run, report);
      assertGoing();
      faultPoint('runner.before_end');
      const row = record(run, agent, report);
      log.info(
        { ...logged, findings: report.findings.length, proposals: report.proposals.length },
        'A run was completed.',
      );
      faultPoint('runner.after_end');
      options.onProposals(run.storeId);
      return row;
    } catch (error) {
      const why = whyNot();
      if (why === 'drained') return run;
      if (why) {
        log.info({ ...logged, why }, 'A run was ended.');
        return ended(run, 'stopped', interrupted(why));
      }
      const royal =
        error instanceof RoyalError ? error : new RoyalError(toErrorData(error), { cause: error });
      log.error({ ...logged, error: royal.toData() }, 'A run failed.');
      return ended(run, 'failed', royal);
    }
  };

  const tooOld = ({ startedAt }: RunRow): boolean => Math.abs(clock.now() - startedAt) > LONGEST_AGE_MS;

  const begin = (run: RunRow, agent: Agent, caller: RunOptions): Promise<RunRow> => {
    const abort = new AbortController();
    const over = new AbortController();
    const tellers: ((progress: RunProgress) => void)[] = [];
    let callers = 0;
    let why: Interruption | null = null;
    const interrupt = (reason: Interruption): void => {
      why ??= reason;
      abort.abort(interrupted(reason));
    };
    const join = ({ signal, onProgress }: RunOptions): void => {
      callers += 1;
      if (onProgress) tellers.push(onProgress);
      const leave = (): void => {
        callers -= 1;
        if (callers === 0) interrupt('cancelled');
      };
      if (signal?.aborted) leave();
      else signal?.addEventListener('abort', leave, { once: true, signal: over.signal });
    };
    join(caller);
    const unsubscribe = stop.onPull(() => interrupt('stopped'));
    const tell = (done: number, total: number, text: string): void => {
      const progress = { runId: run.id, agent: agent.id, storeId: run.storeId, done, total, text };
      options.emit(progress);
      for (const told of tellers) told(progress);
    };
    const key = keyOf(agent.id, run.storeId);
    faultPoint('runner.after_start');
    const promise = carry(run, agent, abort.signal, () => why, tell).finally(() => {
      unsubscribe();
      over.abort();
      running.delete(key);
    });
    running.set(key, { id: run.id, promise, interrupt, join });
    return promise;
  };

  return {
    async run(agentId, storeId, trigger, { slot, ...runOptions } = {}) {
      const present = running.get(keyOf(agentId, storeId));
      if (present) {
        present.join(runOptions);
        return present.promise;
      }
      stop.assertLifted();
      if (closed) throw interrupted('drained');
      const agent = agentOf(agentId);
      const pause = ledger.pauses.against(agentId, storeId);
      if (pause) throw paused(agent, pause);
      options.contextFor(storeId);
      const run = ledger.transaction(() => {
        // Left by an earlier epoch and not taken up yet: that run is the one to go on with.
        const left = ledger.runs.latest(agentId, storeId);
        if (left?.state === 'running' && !tooOld(left)) return ledger.runs.takeUp(left.id);
        if (left?.state === 'running') ended(left, 'stopped', interrupted('outdated'));
        return ledger.runs.start({ agent: agentId, storeId, trigger, slot });
      });
      return begin(run, agent, runOptions);
    },
    async takeUp() {
      if (stop.state() || closed) return [];
      const rows = ledger.runs.leftRunning().map((left): Promise<RunRow> | RunRow => {
        const agent = agents.find((candidate) => candidate.id === left.agent);
        if (agent && tooOld(left)) return ended(left, 'stopped', interrupted('outdated'));
        if (ledger.pauses.against(left.agent, left.storeId))
          return ended(left, 'stopped', interrupted('paused'));
        if (agent && left.attempt < MOST_ATTEMPTS) return begin(ledger.runs.takeUp(left.id), agent, {});
        return ended(
          left,
          'failed',
          new RoyalError({
            code: agent ? 'internal' : 'not_found',
            message: agent
              ? `The run was cut off ${left.attempt} times.`
              : `There is no agent ${left.agent} any more.`,
            next: agent ? 'Run `royal doctor`, then start it again.' : 'Nothing needs to be done.',
          }),
        );
      });
      return Promise.all(rows);
    },
    isRunning: (agentId, storeId) => running.has(keyOf(agentId, storeId)),
    readShop,
    async cancel(runId, actor) {
      const run = ledger.runs.get(runId);
      if (!run)
        throw new RoyalError({
          code: 'not_found',
          message: `There is no run ${runId}.`,
          next: 'See the runs under Agents, or `royal agents status`.',
        });
      if (run.state !== 'running')
        throw new RoyalError({
          code: 'invalid_state',
          message: `Run ${runId} is over.`,
          next: 'Nothing needs to be done: what it found and proposed stays.',
          details: { id: runId, state: run.state },
        });
      ledger.audit.append({
        actor,
        kind: 'run.cancelled',
        storeId: run.storeId,
        subject: `run:${runId}`,
      });
      const present = [...running.values()].find(({ id }) => id === runId);
      // Left by an earlier epoch and not taken up: nothing of it is under way.
      if (!present) return ended(run, 'stopped', interrupted('cancelled'));
      present.interrupt('cancelled');
      return present.promise;
    },
    async drain() {
      closed = true;
      for (const { interrupt } of running.values()) interrupt('drained');
      if (running.size === 0) return;
      let cancel = (): void => {};
      const grace = new Promise<void>((resolve) => {
        cancel = clock.setTimer(resolve, GRACE_MS);
      });
      await Promise.race([Promise.allSettled([...running.values()].map(({ promise }) => promise)), grace]);
      cancel();
    },
  };
}

const NOT_READ = 'The shop could not be read first; it looks again once that works.';

const INTERRUPTIONS: Record<Interruption, { message: string; next: string }> = {
  stopped: {
    message: 'The emergency stop ended the run.',
    next: 'Lift it with `royal resume`, then run the agent again.',
  },
  cancelled: { message: 'The run was cancelled.', next: 'Run the agent again when you like.' },
  drained: {
    message: 'The program is closing; the run goes on at its next start.',
    next: 'Start the program again.',
  },
  paused: {
    message: 'The agent was paused; the run ended before its next step.',
    next: 'Resume the agent, then run it again.',
  },
  outdated: {
    message: 'The run was cut off more than a day ago.',
    next: 'Run the agent again, or wait for its schedule.',
  },
};

function paused(agent: Agent, { by, reason, storeId }: PauseRow): RoyalError {
  const where = storeId === null ? '' : ` in ${storeId}`;
  return new RoyalError({
    code: 'agent_paused',
    message: `${by} paused ${agent.title}${where}${reason ? `: ${reason}` : '.'}`,
    next: `Resume it first: under Agents, or with \`royal agents resume ${agent.id}\`.`,
    details: { agent: agent.id, storeId },
  });
}

function interrupted(why: Interruption): RoyalError {
  return new RoyalError({ code: why === 'stopped' ? 'stopped' : 'cancelled', ...INTERRUPTIONS[why] });
}
