/** The agents: what each did last in which store, when it goes again, what it found. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { AgentRunView, FindingView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { runKey, tellRun, useEmpire } from '../../app/stores/empire.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill, type Tone } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { useNames } from './use-names.ts';
import { WorkBar } from './work-bar.tsx';

const HOUR_MS = 3_600_000;

type AgentStatus = Awaited<ReturnType<RoyalClient['agents']['status']>>[number];

export function AgentsCard() {
  const api = useApi();
  const agents = useQuery(reads(api).agents);
  const stop = useQuery(reads(api).stop).data;
  return (
    <Card title="Agents" scope={stop?.stopped ? 'stopped' : undefined}>
      <Loaded query={agents}>
        {(list) => (
          <ul className="rows">
            {list.map((agent) => (
              <AgentRow key={agent.id} agent={agent} stopped={stop?.stopped ?? false} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function AgentRow({ agent, stopped }: { agent: AgentStatus; stopped: boolean }) {
  const api = useApi();
  const findings = useQuery(reads(api).findings).data ?? [];
  const runs = useEmpire((empire) => empire.runs);
  const run = useMutation({ mutationFn: () => runNow(api, agent.id) });
  const names = useNames();
  const { data: stores } = useQuery(reads(api).stores);
  const latest = newestOfEachStore(agent.runs, stores?.map(({ id }) => id) ?? []);
  const running = run.isPending || latest.some(({ state }) => state === 'running');
  const found = findings.filter(({ runId }) => latest.some(({ id }) => id === runId));
  return (
    <li>
      <div className="head">
        <div>
          <h3>{agent.title}</h3>
          <p className="dim small">every {words.plural(agent.everyHours, 'hour')}</p>
        </div>
        {!running && !stopped && (
          <Button icon="play" label={`Run now: ${agent.title}`} onPress={() => run.mutate()}>
            Run now
          </Button>
        )}
      </div>
      {found.length > 0 && <p className="small">{foundWords(found)}</p>}
      {run.isPending && latest.length === 0 && (
        <WorkBar label={`Running ${agent.title}`} progress={null} what="Starting" />
      )}
      {latest.length === 0 && !running && (
        <p className="dim small">Has not run yet. It needs a synced store; then press “Run now”.</p>
      )}
      <ul className={latest.length > 0 ? 'runs' : undefined}>
        {latest.map((one) => {
          const progress = runs[runKey(agent.id, one.storeId)] ?? null;
          return one.state === 'running' ? (
            <li key={one.storeId}>
              <WorkBar
                label={`${agent.title} in ${names.store(one.storeId)}`}
                progress={progress}
                counted
                what={`${names.store(one.storeId)}: ${progress?.what || 'running'}`}
              />
            </li>
          ) : (
            <RunLine key={one.storeId} run={one} everyHours={agent.everyHours} stopped={stopped} />
          );
        })}
      </ul>
      {run.error && <Problem error={run.error} onRetry={() => run.mutate()} />}
    </li>
  );
}

const STATES: Readonly<Record<string, { tone: Tone; icon: IconName; word: string }>> = {
  completed: { tone: 'good', icon: 'check', word: 'Done' },
  failed: { tone: 'risk', icon: 'warning', word: 'Failed' },
  stopped: { tone: 'quiet', icon: 'stop', word: 'Stopped' },
};

interface RunLineProps {
  run: AgentRunView;
  everyHours: number;
  stopped: boolean;
}

function RunLine({ run, everyHours, stopped }: RunLineProps) {
  const now = useNow();
  const names = useNames();
  const at = run.endedAt ?? run.startedAt;
  const state = STATES[run.state] ?? { tone: 'quiet' as const, icon: 'dot' as const, word: run.state };
  return (
    <li>
      <div className="line small">
        <Pill tone={state.tone} icon={state.icon}>
          {state.word}
        </Pill>
        <span>{names.store(run.storeId)}</span>
      </div>
      <p className="dim small" title={words.moment(at)}>
        {words.ago(at, now)}
        {/* The schedule's own slot comes no later than a whole interval after any run. */}
        {at !== null && !stopped && `; next by ${words.moment(at + everyHours * HOUR_MS)}`}
      </p>
      {run.summary && <p className="dim small">{run.summary}</p>}
      {run.error && <Problem error={run.error} />}
    </li>
  );
}

/** In the order of the stores beside them. */
function newestOfEachStore(runs: readonly AgentRunView[], stores: readonly string[]): AgentRunView[] {
  const newest = new Map<string, AgentRunView>();
  for (const run of [...runs].sort((a, b) => b.id - a.id))
    if (!newest.has(run.storeId)) newest.set(run.storeId, run);
  return [...newest.values()].sort((a, b) => stores.indexOf(a.storeId) - stores.indexOf(b.storeId));
}

function foundWords(findings: readonly FindingView[]): string {
  const count = (severity: FindingView['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return `${words.plural(findings.length, 'finding')}: ${words.count(count('act'))} to act on, ${words.count(count('watch'))} to watch, ${words.count(count('info'))} for information`;
}

/** Follows the runs to their end. */
async function runNow(api: RoyalClient, agent: string): Promise<void> {
  const told = new Set<string>();
  try {
    for await (const { storeId, done, total, text } of await api.agents.run({ agent })) {
      told.add(runKey(agent, storeId));
      tellRun(runKey(agent, storeId), { what: text, done, total, etaMs: null });
    }
  } finally {
    for (const key of told) tellRun(key, null);
  }
}
