/** One agent at a glance: what it is for, whether it is on duty, what it did last in each store. */
import { useQuery } from '@tanstack/react-query';
import type { AgentRunView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { kindOf } from '../../app/decisions/action-words.ts';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { RunLink } from '../../app/run-link.tsx';
import { runKey, useEmpire } from '../../app/stores/empire.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { AgentControls } from './agent-controls.tsx';
import { aboutAgent, runState } from './agent-words.ts';
import { useEndRun } from './end-run.tsx';
import type { AgentStatus } from './queries.ts';

export function AgentCard({ agent }: { agent: AgentStatus }) {
  return (
    <Card title={agent.title} scope={`every ${words.plural(agent.everyHours, 'hour')}`}>
      <p className="dim">{aboutAgent(agent.id) ?? 'Looks after your stores and proposes what to do.'}</p>
      <p className="small">
        <span className="dim">May propose:</span>{' '}
        {agent.proposes.map((type) => kindOf(type).word.toLowerCase()).join(', ')}
      </p>
      <AgentDuty agent={agent} />
      <AgentControls agent={agent} />
      <div className="line">
        <ButtonLink href={placeTo('agents', [agent.id, 'runs'])} label={`Runs: ${agent.title}`}>
          Runs
        </ButtonLink>
        <ButtonLink href={placeTo('agents', [agent.id, 'record'])} label={`How right it was: ${agent.title}`}>
          How right it was
        </ButtonLink>
        <ButtonLink
          href={placeTo('agents', [agent.id, 'limits'])}
          label={`How far it may go: ${agent.title}`}
        >
          How far it may go
        </ButtonLink>
      </div>
    </Card>
  );
}

/** What it does or did last, store by store. */
export function AgentDuty({ agent }: { agent: AgentStatus }) {
  const api = useApi();
  const { data: stores } = useQuery(reads(api).stores);
  const { data: health } = useQuery(reads(api).stop);
  const { store: nameOf } = useNames();
  const progresses = useEmpire(({ runs }) => runs);
  const now = useNow();
  const latest = newestByStore(agent.runs);
  const { end } = useEndRun();
  if (stores?.length === 0)
    return <p className="small dim">It begins once a store is connected and synced.</p>;
  return (
    <ul className="duty" aria-label={`${agent.title} by store`}>
      {(stores ?? []).map(({ id }) => {
        const run = latest.get(id);
        const progress = progresses[runKey(agent.id, id)];
        const pause = agent.paused.find(({ storeId }) => storeId === null || storeId === id);
        if (run?.state === 'running' || progress)
          return (
            <li key={id} className="duty-running">
              <Progress
                label={`${agent.title} in ${nameOf(id)}`}
                what={`${nameOf(id)}: ${progress?.what || 'running'}`}
                counted
                done={progress?.done ?? 0}
                total={progress?.total ?? null}
                etaMs={progress?.etaMs}
                onCancel={run?.state === 'running' && end ? () => end(run.id) : undefined}
              />
            </li>
          );
        const state = run ? runState(run.state) : null;
        return (
          <li key={id}>
            <span className="duty-store" dir="auto" title={nameOf(id)}>
              {nameOf(id)}
            </span>
            {pause ? (
              <Pill tone="wait" icon="pause">
                Paused
              </Pill>
            ) : health?.stopped ? (
              <Pill tone="risk" icon="stop">
                Stopped
              </Pill>
            ) : (
              state && (
                <Pill tone={state.tone} icon={state.icon}>
                  {state.word}
                </Pill>
              )
            )}
            <span className="dim small">
              {run ? (
                <RunLink agent={agent.id} run={run.id}>
                  {words.ago(run.endedAt ?? run.startedAt, now)}
                </RunLink>
              ) : (
                'has not run yet'
              )}
            </span>
            {run?.summary && (
              <span className="small duty-summary" dir="auto">
                {run.summary}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function newestByStore(runs: readonly AgentRunView[]): Map<string, AgentRunView> {
  const newest = new Map<string, AgentRunView>();
  for (const run of runs) {
    const kept = newest.get(run.storeId);
    if (!kept || kept.id < run.id) newest.set(run.storeId, run);
  }
  return newest;
}
