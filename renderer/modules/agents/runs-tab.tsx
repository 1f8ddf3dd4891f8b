/** The runs of an agent, newest first. */
import type { RunsPage } from '../../../shared/contract/run-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { useMay } from '../../app/may.ts';
import { go } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { RunLink } from '../../app/run-link.tsx';
import { useEmpire } from '../../app/stores/empire.ts';
import { Empty } from '../../ui/empty.tsx';
import { Pill } from '../../ui/pill.tsx';
import { useCursorRows } from '../../ui/row-sources.ts';
import { Table } from '../../ui/table.tsx';
import type { Column } from '../../ui/table-column.ts';
import { words } from '../../ui/words.ts';
import { durationWords, runState, triggerWords } from './agent-words.ts';
import type { AgentStatus } from './queries.ts';

type RunRow = RunsPage['runs'][number];

export function RunsTab({ agent }: { agent: AgentStatus }) {
  const api = useApi();
  const opens = useMay()('agents.showRun');
  const { store: nameOf } = useNames();
  const storeId = useEmpire(({ store }) => store) ?? undefined;
  const rows = useCursorRows<RunRow>({
    queryKey: ['runs', agent.id, storeId ?? null],
    async fetchPage(cursor, signal) {
      const page = await api.agents.runs(
        { agent: agent.id, storeId, limit: 50, ...(cursor ? { before: Number(cursor) } : {}) },
        { signal },
      );
      return { rows: page.runs, next: page.next === null ? null : String(page.next) };
    },
  });
  const columns: Column<RunRow>[] = [
    {
      id: 'when',
      title: 'When',
      width: 'minmax(10rem, 1fr)',
      cell: ({ startedAt, id }) => (
        <RunLink agent={agent.id} run={id}>
          {words.moment(startedAt)}
        </RunLink>
      ),
    },
    {
      id: 'state',
      title: 'State',
      width: '8.5rem',
      cell({ state }) {
        const { tone, icon, word } = runState(state);
        return (
          <Pill tone={tone} icon={icon}>
            {word}
          </Pill>
        );
      },
    },
    { id: 'store', title: 'Store', width: 'minmax(8rem, 1fr)', cell: ({ storeId: id }) => nameOf(id) },
    {
      id: 'why',
      title: 'Why then',
      width: 'minmax(8rem, 1fr)',
      cell: ({ trigger, attempt }) => `${triggerWords(trigger)}${attempt > 1 ? `, try ${attempt}` : ''}`,
    },
    {
      id: 'took',
      title: 'Took',
      width: '6rem',
      number: true,
      cell: ({ ms, state }) => (state === 'running' ? 'so far' : durationWords(ms)),
    },
    {
      id: 'found',
      title: 'Found',
      width: '6rem',
      number: true,
      cell: ({ findings }) => words.count(findings),
    },
    {
      id: 'proposed',
      title: 'Proposed',
      width: '6rem',
      number: true,
      cell: ({ proposals }) => words.count(proposals),
    },
  ];
  return (
    <Table
      label={`Runs of ${agent.title}`}
      columns={columns}
      rows={rows}
      rowLabel={({ startedAt }) => `Run of ${words.moment(startedAt)}`}
      onOpen={opens ? ({ id }) => go(placeTo('agents', [agent.id, 'run', String(id)])) : undefined}
      empty={
        <Empty title="It has not run yet.">
          It needs a synced store. Press “Run now”, or wait for its schedule.
        </Empty>
      }
    />
  );
}
