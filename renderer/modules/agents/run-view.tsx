/** One run as it went: its steps in time, what it found and proposed, what it wrote into the log. */
import { useQuery } from '@tanstack/react-query';
import type { RunDetail } from '../../../shared/contract/run-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { kindOf, stateSign } from '../../app/decisions/action-words.ts';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { useTitle } from '../../app/navigation/use-title.ts';
import { runKey, useEmpire } from '../../app/stores/empire.ts';
import { LogLines } from '../../setup/log-lines.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Progress } from '../../ui/progress.tsx';
import { words } from '../../ui/words.ts';
import { durationWords, runState, triggerWords } from './agent-words.ts';
import { EndRun } from './end-run.tsx';
import { type AgentStatus, agentReads } from './queries.ts';
import { Timeline } from './timeline.tsx';

export function RunView({ agent, id }: { agent: AgentStatus; id: number }) {
  const run = useQuery(agentReads(useApi()).run(id));
  useTitle(run.data ? `${agent.title}, ${words.moment(run.data.run.startedAt)}` : agent.title);
  return (
    <div className="agent-page">
      <p>
        <a className="inline-link" href={placeTo('agents', [agent.id, 'runs'])}>
          All runs of {agent.title}
        </a>
      </p>
      <Loaded query={run} lines={8}>
        {(detail) => <Run agent={agent} detail={detail} />}
      </Loaded>
    </div>
  );
}

function Run({ agent, detail }: { agent: AgentStatus; detail: RunDetail }) {
  const { run, steps, findings, proposals, logs, ms, attempt } = detail;
  const { store: nameOf } = useNames();
  const progress = useEmpire(({ runs }) => runs[runKey(agent.id, run.storeId)]);
  const state = runState(run.state);
  const found = findings.act + findings.watch + findings.info;
  return (
    <>
      <Card title="What became of it" scope={nameOf(run.storeId)}>
        <div className="line">
          <Pill tone={state.tone} icon={state.icon}>
            {state.word}
          </Pill>
          <span className="small">
            {words.moment(run.startedAt)}, {triggerWords(run.trigger)}
            {attempt > 1 && `, at the ${words.count(attempt)}. try`}
            {run.state !== 'running' && `, took ${durationWords(ms)}`}
          </span>
        </div>
        {run.state === 'running' && (
          <>
            <Progress
              label={`${agent.title} in ${nameOf(run.storeId)}`}
              what={progress?.what || 'Running'}
              counted
              done={progress?.done ?? 0}
              total={progress?.total ?? null}
              etaMs={progress?.etaMs}
            />
            <EndRun id={run.id} />
          </>
        )}
        {run.summary && <p dir="auto">{run.summary}</p>}
        {run.error && <Problem error={run.error} />}
        <p className="small">
          {found === 0
            ? 'It found nothing worth telling.'
            : `${words.plural(found, 'finding')}: ${words.count(findings.act)} to act on, ${words.count(findings.watch)} to watch, ${words.count(findings.info)} for information.`}
        </p>
      </Card>
      <Card title="Steps" scope="from its start to its end">
        <Timeline startedAt={run.startedAt} endedAt={run.endedAt} steps={steps} />
      </Card>
      <Card title="Proposed" scope={words.plural(proposals.length, 'proposal')}>
        {proposals.length === 0 ? (
          <p className="dim small">Nothing: it saw no need to act.</p>
        ) : (
          <ul className="rows">
            {proposals.map(({ id, title, type, state: at }) => {
              const { tone, icon, word } = stateSign(at, false);
              return (
                <li key={id} className="line">
                  <Pill tone={tone} icon={icon}>
                    {word}
                  </Pill>
                  <a
                    className="inline-link proposed-title"
                    dir="auto"
                    href={placeTo('approvals', [String(id)])}
                  >
                    {title}
                  </a>
                  <span className="small dim push">{kindOf(type).word}</span>
                </li>
              );
            })}
          </ul>
        )}
      </Card>
      <Card title="Log" scope="of this run, as far as the log still has it">
        <LogLines lines={logs} empty="The log has nothing of it any more." />
      </Card>
    </>
  );
}
