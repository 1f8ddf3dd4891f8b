/** agents.runs, showRun, cancelRun, pause, resume, record: runs as they were, and who may run. */
import type { AgentPauseView } from '../../shared/contract/run-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { RunRow } from '../ledger/types.ts';
import { logTail } from '../telemetry/log-tail.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { runView } from './views.ts';

/** Lines of one run's log that are shown. */
const LOG_LINES = 500;

export function runProcedures(os: Implementer, parts: CoreParts) {
  const { agents, ledger, orchestrator, paths, person, stores, trackRecord } = parts;

  const known = (agent: string, storeId: string | undefined): void => {
    if (storeId !== undefined) stores.known(storeId);
    if (agents.some(({ id }) => id === agent)) return;
    throw new RoyalError({
      code: 'not_found',
      message: `There is no agent ${JSON.stringify(agent)}.`,
      next: `Name one of: ${agents.map(({ id }) => id).join(', ')}.`,
    });
  };
  const pausesOf = (agent: string): AgentPauseView[] => ledger.pauses.list(agent);
  const msOf = ({ startedAt, endedAt }: RunRow): number | null =>
    endedAt === null ? null : endedAt - startedAt;

  return {
    runs: os.agents.runs.handler(({ input }) => {
      if (input.agent !== undefined) known(input.agent, input.storeId);
      const rows = ledger.runs.list({ ...input, limit: input.limit + 1 });
      const page = rows.slice(0, input.limit);
      const tally = ledger.runs.tally(page.map(({ id }) => id));
      return {
        runs: page.map((row) => ({
          ...runView(row),
          attempt: row.attempt,
          ms: msOf(row),
          ...(tally.get(row.id) ?? { findings: 0, proposals: 0 }),
        })),
        next: rows.length > page.length ? page.at(-1)!.id : null,
      };
    }),
    showRun: os.agents.showRun.handler(async ({ input }) => {
      const run = ledger.runs.get(input.id);
      if (!run)
        throw new RoyalError({
          code: 'not_found',
          message: `There is no run ${input.id}.`,
          next: 'See `royal agents status`.',
        });
      const findings = { info: 0, watch: 0, act: 0 };
      for (const { severity } of ledger.runs.findings({ run: run.id })) findings[severity] += 1;
      const { lines } = await logTail(paths.log, { level: 'trace', limit: LOG_LINES, runId: run.id });
      return {
        run: runView(run),
        attempt: run.attempt,
        ms: msOf(run),
        slot: run.slot,
        steps: ledger.runs.steps(run.id),
        findings,
        proposals: ledger.actions
          .ofRun(run.id)
          .map(({ id, type, title, state, createdAt }) => ({ id, type, title, state, createdAt })),
        logs: lines.reverse(),
      };
    }),
    cancelRun: os.agents.cancelRun.handler(async ({ input }) =>
      runView(await orchestrator.cancelRun(input.id, person(input.by))),
    ),
    pause: os.agents.pause.handler(({ input }) => {
      known(input.agent, input.storeId);
      ledger.pauses.set(
        { agent: input.agent, storeId: input.storeId ?? null, reason: input.reason ?? null },
        person(input.by),
      );
      return pausesOf(input.agent);
    }),
    resume: os.agents.resume.handler(({ input }) => {
      known(input.agent, input.storeId);
      ledger.pauses.lift(input.agent, input.storeId ?? null, person(input.by));
      return pausesOf(input.agent);
    }),
    record: os.agents.record.handler(({ input }) => {
      known(input.agent, input.storeId);
      return trackRecord(input);
    }),
  };
}
