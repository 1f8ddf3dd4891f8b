/** One agent: its runs, its record, its limits. */

import { useMay } from '../../app/may.ts';
import { goOver, usePlace } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { useTitle } from '../../app/navigation/use-title.ts';
import { Card } from '../../ui/card.tsx';
import { Tabs } from '../../ui/choices.tsx';
import { words } from '../../ui/words.ts';
import { AgentDuty } from './agent-card.tsx';
import { AgentControls } from './agent-controls.tsx';
import { aboutAgent } from './agent-words.ts';
import { LimitsTab } from './limits-tab.tsx';
import type { AgentStatus } from './queries.ts';
import { RecordTab } from './record-tab.tsx';
import { RunsTab } from './runs-tab.tsx';

type Part = 'runs' | 'record' | 'limits';

export function AgentView({ agent, part }: { agent: AgentStatus; part: string | undefined }) {
  useTitle(agent.title);
  const may = useMay();
  const { query } = usePlace();
  const shown: Part = part === 'record' || part === 'limits' ? part : 'runs';
  return (
    <div className="agent-page">
      <p>
        <a className="inline-link" href={placeTo('agents')}>
          All agents
        </a>
      </p>
      <Card title="On duty" scope={`every ${words.plural(agent.everyHours, 'hour')}`}>
        <p className="dim">{aboutAgent(agent.id)}</p>
        <AgentDuty agent={agent} />
        <AgentControls agent={agent} />
      </Card>
      <Tabs
        label={`Of ${agent.title}`}
        value={shown}
        onChange={(next: Part) => goOver(placeTo('agents', [agent.id, next], query))}
        tabs={[
          { value: 'runs', label: 'Runs', content: <RunsTab agent={agent} /> },
          ...(may('agents.record')
            ? [{ value: 'record' as const, label: 'How right it was', content: <RecordTab agent={agent} /> }]
            : []),
          ...(may('autonomy.list')
            ? [{ value: 'limits' as const, label: 'How far it may go', content: <LimitsTab agent={agent} /> }]
            : []),
        ]}
      />
    </div>
  );
}
