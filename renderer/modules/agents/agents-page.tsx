/** The agents; one of them with its runs, its record and its limits; one run as it went. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { usePlace } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { AgentCard } from './agent-card.tsx';
import { AgentView } from './agent-view.tsx';
import { type AgentStatus, agentReads } from './queries.ts';
import { RunView } from './run-view.tsx';
import './agents.css';

export function AgentsPage() {
  const agents = useQuery(reads(useApi()).agents);
  const { path } = usePlace();
  const [id, part, run] = path;
  return (
    <Loaded query={agents} lines={6}>
      {(list) => {
        if (id === undefined)
          return (
            <div className="agents">
              {list.map((agent) => (
                <AgentCard key={agent.id} agent={agent} />
              ))}
            </div>
          );
        // Notices know a run by its number alone.
        if (isNumber(id)) return <RunByNumber agents={list} id={Number(id)} />;
        const agent = list.find((one) => one.id === id);
        if (!agent)
          return (
            <Empty
              title="There is no such agent."
              action={<ButtonLink href={placeTo('agents')}>See all agents</ButtonLink>}
            />
          );
        if (part === 'run' && isNumber(run ?? '')) return <RunView agent={agent} id={Number(run)} />;
        return <AgentView agent={agent} part={part} />;
      }}
    </Loaded>
  );
}

/** Of a run: longer ones are none that a program counts to. */
function isNumber(text: string): boolean {
  return /^\d{1,15}$/.test(text);
}

function RunByNumber({ agents, id }: { agents: readonly AgentStatus[]; id: number }) {
  const run = useQuery(agentReads(useApi()).run(id));
  const agent = agents.find((one) => one.id === run.data?.run.agent);
  return agent ? (
    <RunView agent={agent} id={id} />
  ) : (
    <Loaded query={run} lines={6}>
      {({ run: { agent: name } }) => <Empty title={`${name} is none of the agents any more.`} />}
    </Loaded>
  );
}
