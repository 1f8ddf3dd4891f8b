/** The agents in a line each: what they do now or did last, how it went, when they go again. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { AgentRunView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { useStopped } from '../../app/decisions/use-stopped.ts';
import { reads } from '../../app/queries.ts';
import { RunLink } from '../../app/run-link.tsx';
import { runKey, tellRun, useEmpire } from '../../app/stores/empire.ts';
import { IconButton } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { WorkBar } from './work-bar.tsx';

const HOUR_MS = 3_600_000;

type AgentStatus = Awaited<ReturnType<RoyalClient['agents']['status']>>[number];

export function AgentsCard() {
  const agents = useQuery(reads(useApi()).agents);
  const stopped = useStopped();
  const paused = agents.data?.filter((agent) => agent.paused.length > 0).length ?? 0;
  const scope = stopped
    ? 'stopped'
    : paused > 0
      ? `${words.count(paused)} paused`
      : agents.data && `${words.count(agents.data.length)} on duty`;
  return (
    <Card title="Agents" scope={scope}>
      <Loaded query={agents}>
        {(list) => (
          <ul className="rows">
            {list.map((agent) => (
              <AgentRow key={agent.id} agent={agent} stopped={stopped} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function AgentRow({ agent, stopped }: { agent: AgentStatus; stopped: boolean }) {
  const api = useApi();
  const chosen = useEmpire(({ store }) => store);
  const works = useEmpire(({ runs }) => runs);
  const run = useMutation({ mutationFn: () => runNow(api, agent.id, chosen) });
  const names = useNames();
  const latest = newestOfEachStore(agent.runs).filter(({ storeId }) => chosen === null || storeId === chosen);
  const running = latest.filter(({ state }) => state === 'running');
  const last = latest.toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0];
  const failed = latest.filter(({ state }) => state === 'failed');
  const busy = run.isPending || running.length > 0;
  return (
    <li>
      <div className="agent-line">
        <span className="agent-icon" data-busy={busy || undefined}>
          <Icon name="agent" />
        </span>
        <div className="agent-words">
          <div className="line">
            <h3>{agent.title}</h3>
            <span className="push line">
              <State
                agent={agent}
                failed={failed.length}
                busy={busy}
                ran={latest.length > 0}
                stopped={stopped}
              />
              {!busy && !stopped && (
                <IconButton icon="play" label={`Run now: ${agent.title}`} onPress={() => run.mutate()} />
              )}
            </span>
          </div>
          <p className="small dim">
            {last ? (
              <Summary last={last} count={latest.length} />
            ) : busy ? (
              'Runs for the first time.'
            ) : (
              'Has not run yet. It needs a synced store; then press “Run now”.'
            )}
            {last && !stopped && !busy && agent.paused.length === 0 && (
              <span>, {nextWords(last, agent.everyHours)}</span>
            )}
          </p>
        </div>
      </div>
      {run.isPending && running.length === 0 && (
        <WorkBar label={`Running ${agent.title}`} progress={null} what="Starting" />
      )}
      {running.map((one) => {
        const progress = works[runKey(agent.id, one.storeId)] ?? null;
        return (
          <WorkBar
            key={one.storeId}
            label={`${agent.title} in ${names.store(one.storeId)}`}
            progress={progress}
            counted
            what={`${names.store(one.storeId)}: ${progress?.what || 'running'}`}
          />
        );
      })}
      {failed.map((one) => (
        <Problem
          key={one.storeId}
          error={one.error ?? { message: 'The last run failed.', next: 'Run it again.' }}
        />
      ))}
      {run.error && <Problem error={run.error} onRetry={() => run.mutate()} />}
    </li>
  );
}

function Summary({ last, count }: { last: AgentRunView; count: number }) {
  const now = useNow();
  const names = useNames();
  const at = last.endedAt ?? last.startedAt;
  return (
    <>
      {count > 1 && `${names.store(last.storeId)}: `}
      <RunLink agent={last.agent} run={last.id}>
        {last.summary ?? 'looked'}
      </RunLink>{' '}
      <span title={words.moment(at)}>{words.ago(at, now)}</span>
    </>
  );
}

interface StateProps {
  agent: AgentStatus;
  failed: number;
  busy: boolean;
  ran: boolean;
  stopped: boolean;
}

function State({ agent, failed, busy, ran, stopped }: StateProps) {
  const state: { tone: Tone; icon: IconName; word: string } = stopped
    ? { tone: 'quiet', icon: 'stop', word: 'stopped' }
    : busy
      ? { tone: 'live', icon: 'sync', word: 'at work' }
      : agent.paused.length > 0
        ? { tone: 'wait', icon: 'pause', word: 'paused' }
        : failed > 0
          ? { tone: 'risk', icon: 'warning', word: 'failed' }
          : ran
            ? { tone: 'good', icon: 'check', word: 'fine' }
            : { tone: 'quiet', icon: 'clock', word: 'not run yet' };
  return (
    <Pill tone={state.tone} icon={state.icon}>
      {state.word}
    </Pill>
  );
}

/** The schedule's own slot comes no later than a whole interval after any run. */
function nextWords({ endedAt, startedAt }: AgentRunView, everyHours: number): string | null {
  const at = endedAt ?? startedAt;
  if (at === null) return null;
  const next = at + everyHours * HOUR_MS;
  const isToday = new Date(next).toDateString() === new Date().toDateString();
  return `next by ${isToday ? words.time(next) : words.moment(next)}`;
}

function newestOfEachStore(runs: readonly AgentRunView[]): AgentRunView[] {
  const newest = new Map<string, AgentRunView>();
  for (const run of [...runs].sort((a, b) => b.id - a.id))
    if (!newest.has(run.storeId)) newest.set(run.storeId, run);
  return [...newest.values()];
}

/** Follows the runs to their end; of all stores where none is looked at. */
async function runNow(api: RoyalClient, agent: string, store: string | null): Promise<void> {
  const told = new Set<string>();
  try {
    const runs = await api.agents.run({ agent, storeId: store ?? undefined });
    for await (const { storeId, done, total, text } of runs) {
      told.add(runKey(agent, storeId));
      tellRun(runKey(agent, storeId), { what: text, done, total, etaMs: null });
    }
  } finally {
    for (const key of told) tellRun(key, null);
  }
}
