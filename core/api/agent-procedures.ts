/** agents.*, forecasts.*: runs, what they found, and how well they forecast. */
import type { AgentBacktest, BacktestProgress } from '../../shared/contract/backtest-schemas.ts';
import type { ForecastCsvResult } from '../../shared/contract/forecast-schemas.ts';
import type { AgentProgressView, AgentRunView } from '../../shared/contract/schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { supplierReader } from '../ledger/supplier-reader.ts';
import { isConnected } from '../store-runtime.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { progressOf } from './progress-stream.ts';
import { runProcedures } from './run-procedures.ts';
import { connectionView, findingView, runView } from './views.ts';

/** Runs of an agent in each store shown with its status. */
const RUNS_SHOWN = 5;

export function agentProcedures(os: Implementer, parts: CoreParts) {
  const { agents, ledger, orchestrator, stores, tasks } = parts;

  const chosen = (id: string | undefined) => {
    const found = agents.filter((agent) => id === undefined || agent.id === id);
    if (found.length > 0) return found;
    throw new RoyalError({
      code: 'not_found',
      message: `There is no agent ${JSON.stringify(id)}.`,
      next: 'See `royal agents status`.',
    });
  };

  return {
    agents: {
      run: os.agents.run.handler(({ input }) => {
        const which = chosen(input.agent);
        const where = stores.some(input.storeId);
        return progressOf<AgentProgressView, AgentRunView[]>(async (tell) => {
          const runs: AgentRunView[] = [];
          // Of all stores, one that could not be opened is one that was not looked at.
          const refused = input.storeId === undefined ? stores.closed().map(({ error }) => error) : [];
          for (const { info } of where)
            for (const agent of which)
              try {
                const run = await orchestrator.runAgent(agent.id, info.id, 'person', {
                  // Not the caller's: a page that is reloaded must not break off what it began.
                  signal: parts.signal,
                  onProgress: tell,
                });
                runs.push(runView(run));
              } catch (error) {
                // One that may not run, or can't be written down, keeps no other from running.
                refused.push(error);
              }
          if (refused.length > 0) throw refused[0];
          return runs;
        });
      }),
      status: os.agents.status.handler(({ input }) =>
        agents.map((agent) => ({
          id: agent.id,
          title: agent.title,
          proposes: [...agent.proposes],
          everyHours: agent.schedule.everyHours,
          runs: stores
            .some(input.storeId)
            .flatMap(({ info }) => ledger.runs.list({ agent: agent.id, storeId: info.id, limit: RUNS_SHOWN }))
            .sort((a, b) => b.id - a.id)
            .map(runView),
          paused: ledger.pauses.list(agent.id).map(({ agent: _, ...pause }) => pause),
          connections: stores.some(input.storeId).filter(isConnected).map(connectionView),
        })),
      ),
      findings: os.agents.findings.handler(({ input }) =>
        ledger.runs.findings({ storeId: input.storeId }).map(findingView),
      ),
      backtest: os.agents.backtest.handler(({ input, signal }) => {
        const [agent] = chosen(input.agent);
        const { info, mirror } = stores.get(input.storeId);
        const backtest = agent?.backtest;
        if (!backtest)
          throw new RoyalError({
            code: 'invalid_state',
            message: `${input.agent} proposes nothing that a store’s past could be replayed with.`,
            next: 'See `royal agents status` for what it proposes.',
          });
        const reader = mirror.reader();
        return progressOf<BacktestProgress, AgentBacktest>((tell) =>
          backtest({
            store: info,
            mirror: reader,
            suppliers: supplierReader(ledger, info.id, () => reader.syncedAt()),
            tasks,
            now: parts.clock(),
            signal: signal ? AbortSignal.any([signal, parts.signal]) : parts.signal,
            progress: (done, total, text) => tell({ done, total, text }),
          }),
        );
      }),
      ...runProcedures(os, parts),
    },
    forecasts: {
      csv: os.forecasts.csv.handler(({ input, signal }) =>
        tasks.run<ForecastCsvResult>('demand.forecast_csv', input, { signal }),
      ),
      /** As each store's newest run stated it; a store whose forecasts were never tested has none. */
      summary: os.forecasts.summary.handler(({ input }) =>
        ledger.runs
          .findings({ storeId: input.storeId })
          .filter((finding) => finding.kind === 'forecast_quality')
          .map((finding) => {
            const data = finding.evidence[0]?.data ?? {};
            const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
            return {
              storeId: finding.storeId,
              runId: finding.runId,
              series: number(data.series) ?? 0,
              mase: number(data.mase),
              naiveMase: number(data.naiveMase),
            };
          }),
      ),
    },
  };
}
