/** Run now, pause with a reason, resume: in all stores, or in the one that is looked at. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { useMay } from '../../app/may.ts';
import { reads } from '../../app/queries.ts';
import { runKey, tellRun, useEmpire } from '../../app/stores/empire.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import type { AgentStatus } from './queries.ts';

export function AgentControls({ agent }: { agent: AgentStatus }) {
  const api = useApi();
  const queries = useQueryClient();
  const may = useMay();
  const { store: nameOf } = useNames();
  const storeId = useEmpire(({ store }) => store) ?? undefined;
  const { data: stop } = useQuery(reads(api).stop);
  const { data: stores } = useQuery(reads(api).stores);
  const [asked, setAsked] = useState(false);
  const run = useMutation({ mutationFn: () => runNow(api, agent.id, storeId) });
  const renew = () => queries.invalidateQueries({ queryKey: ['agents'] });
  const resume = useMutation({
    mutationFn: (from: string | null) =>
      api.agents.resume({ agent: agent.id, ...(from === null ? {} : { storeId: from }) }),
    onSuccess: renew,
  });
  const running = run.isPending || agent.runs.some(({ state }) => state === 'running');
  const pausedHere = agent.paused.some((pause) => pause.storeId === null || pause.storeId === storeId);
  const where = storeId === undefined ? 'in all stores' : `in ${nameOf(storeId)}`;
  return (
    <div className="form">
      {agent.paused.map((pause) => (
        <div key={pause.storeId} className="paused">
          <p>
            <b>Paused {pause.storeId === null ? 'in all stores' : `in ${nameOf(pause.storeId)}`}</b> by{' '}
            {pause.by}, {words.moment(pause.at)}
            {pause.reason ? `: ${pause.reason}` : '.'}
          </p>
          {may('agents.resume') && (
            <Button
              icon="play"
              label={`Resume ${agent.title} ${pause.storeId === null ? 'in all stores' : `in ${nameOf(pause.storeId)}`}`}
              busy={resume.isPending}
              onPress={() => resume.mutate(pause.storeId)}
            >
              Resume
            </Button>
          )}
        </div>
      ))}
      <div className="line">
        {may('agents.run') && (
          <Button
            icon="play"
            label={`${running ? 'Running…' : 'Run now'}: ${agent.title}`}
            busy={running}
            barred={
              stop?.stopped
                ? 'All agents are stopped.'
                : pausedHere
                  ? 'It is paused: resume it first.'
                  : nothingToRead(stores?.filter(({ id }) => storeId === undefined || id === storeId))
            }
            onPress={() => run.mutate()}
          >
            {running ? 'Running…' : 'Run now'}
          </Button>
        )}
        {may('agents.pause') && !pausedHere && (
          <Button
            icon="pause"
            label={`${running ? 'Stop it' : 'Pause'}: ${agent.title}`}
            onPress={() => setAsked(true)}
          >
            {running ? 'Stop it' : 'Pause'}
          </Button>
        )}
        <span className="small dim">{where}</span>
      </div>
      {run.error && <Problem error={run.error} onRetry={() => run.mutate()} />}
      {resume.error && <Problem error={resume.error} />}
      {asked && <PauseDialog agent={agent} storeId={storeId} where={where} onClose={() => setAsked(false)} />}
    </div>
  );
}

/** Why no store has anything that an agent could look at; undefined where one has, or none is known yet. */
function nothingToRead(stores: readonly StoreView[] | undefined): string | undefined {
  if (!stores || stores.some(({ syncedAt }) => syncedAt !== null)) return undefined;
  return stores.length === 0
    ? 'There is no store to look at yet.'
    : 'No store was synced yet: sync it first.';
}

interface PauseDialogProps {
  agent: AgentStatus;
  storeId: string | undefined;
  where: string;
  onClose: () => void;
}

function PauseDialog({ agent, storeId, where, onClose }: PauseDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const pause = useMutation({
    mutationFn: () =>
      api.agents.pause({
        agent: agent.id,
        storeId,
        reason: reason.trim() === '' ? undefined : reason.trim(),
      }),
    onSuccess() {
      onClose();
      return queries.invalidateQueries({ queryKey: ['agents'] });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Pause ${agent.title} ${where}`}
      text="What runs ends after the step it is at, and what it has found stays. It does not run again until somebody resumes it; its proposals still wait for you."
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pause.isPending) pause.mutate();
        }}
      >
        <TextField label="Why (for the others)" value={reason} maxLength={500} onChange={setReason} />
        {pause.error && <Problem error={pause.error} />}
        <div className="line">
          <Button kind="primary" icon="pause" submits busy={pause.isPending}>
            Pause
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Follows the runs to their end. */
async function runNow(api: RoyalClient, agent: string, storeId: string | undefined): Promise<void> {
  const told = new Set<string>();
  try {
    for await (const one of await api.agents.run({ agent, storeId })) {
      const key = runKey(agent, one.storeId);
      told.add(key);
      tellRun(key, { what: one.text, done: one.done, total: one.total, etaMs: null });
    }
  } finally {
    for (const key of told) tellRun(key, null);
  }
}
