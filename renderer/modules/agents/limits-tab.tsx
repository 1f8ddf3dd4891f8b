/** How far an agent may go by itself: by type of action, for all stores or for one, tried against what it proposed lately. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AutonomyEntry } from '../../../shared/contract/autonomy-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { kindOf } from '../../app/decisions/action-words.ts';
import { useNames } from '../../app/decisions/use-names.ts';
import { useMay } from '../../app/may.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { MoneyField, NumberField } from '../../ui/number-fields.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { toast } from '../../ui/toast.tsx';
import { aboutType } from './agent-words.ts';
import { LEVELS, type Level, LIMIT_FIELDS, type Limits, sameLimits, withLimit } from './limits.ts';
import { LimitsPreview } from './limits-preview.tsx';
import { type AgentStatus, agentReads } from './queries.ts';

export function LimitsTab({ agent }: { agent: AgentStatus }) {
  const api = useApi();
  const storeId = useEmpire(({ store }) => store);
  const { store: nameOf } = useNames();
  const entries = useQuery(agentReads(api).autonomy());
  return (
    <div className="form">
      <p>
        {storeId === null
          ? 'For every store that has no setting of its own. Choose a store at the top to set it for that one.'
          : `For ${nameOf(storeId)} alone. Choose “All stores” at the top to set it for all.`}
      </p>
      <Loaded query={entries} lines={6}>
        {(list) =>
          agent.proposes.map((type) => {
            const entry = list.find(
              (one) => one.agent === agent.id && one.type === type && one.storeId === storeId,
            );
            return (
              entry && (
                <TypeLimits key={`${type} ${storeId} ${entry.updatedAt}`} agent={agent} entry={entry} />
              )
            );
          })
        }
      </Loaded>
    </div>
  );
}

function TypeLimits({ agent, entry }: { agent: AgentStatus; entry: AutonomyEntry }) {
  const api = useApi();
  const queries = useQueryClient();
  const may = useMay();
  const { store: nameOf } = useNames();
  const currency = useCurrency(entry.storeId);
  const [level, setLevel] = useState<Level>(entry.level);
  const [limits, setLimits] = useState<Limits>(entry.limits);
  const title = kindOf(entry.type).word;
  const text = aboutType(entry.type);
  const wanted = { agent: agent.id, type: entry.type, storeId: entry.storeId, level, limits };
  const save = useMutation({
    mutationFn: () => api.autonomy.set(wanted),
    onSuccess() {
      toast({ title: `Kept: ${title.toLowerCase()}` });
      return queries.invalidateQueries({ queryKey: ['autonomy'] });
    },
  });
  const changed = level !== entry.level || !sameLimits(limits, entry.limits);
  const open = level === 'act' && Object.keys(limits).length === 0;
  return (
    <Card
      title={title}
      scope={
        entry.from === 'own'
          ? 'set by a person'
          : entry.from === 'inherited'
            ? entry.storeId === null
              ? 'as set for all agents'
              : `as for all stores; nothing is set for ${nameOf(entry.storeId)}`
            : 'as it comes: nobody has set it'
      }
    >
      {text && <p className="dim">{text}</p>}
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed && !save.isPending) save.mutate();
        }}
      >
        <Segmented label={`${title}: how far it may go`} value={level} onChange={setLevel} options={LEVELS} />
        <p className="small">{LEVELS.find(({ value }) => value === level)!.text}</p>
        {level === 'act' && (
          <div className="limit-fields">
            {LIMIT_FIELDS.map(({ name, label, hint, kind }) => {
              const value = limits[name] ?? null;
              const set = (typed: number | null): void => setLimits(withLimit(limits, name, typed));
              if (kind === 'money')
                return currency === null ? (
                  <p key={name} className="small dim">
                    {label}: your stores have several currencies, so choose one store at the top to set an
                    amount.
                  </p>
                ) : (
                  <MoneyField
                    key={name}
                    label={label}
                    hint={hint}
                    value={value}
                    currency={currency}
                    min={0}
                    onChange={set}
                  />
                );
              return (
                <NumberField
                  key={name}
                  label={label}
                  hint={hint}
                  value={value}
                  min={0}
                  max={name === 'marginFloor' ? 1 : undefined}
                  unit={kind === 'hours' ? 'hours' : undefined}
                  format={kind === 'percent' ? { style: 'percent', maximumFractionDigits: 1 } : undefined}
                  onChange={(typed) => set(typed !== null && kind === 'count' ? Math.round(typed) : typed)}
                />
              );
            })}
          </div>
        )}
        {open && (
          <p className="small tone-wait">
            Without any limit everything that it proposes of this kind happens by itself.
          </p>
        )}
        <LimitsPreview wanted={wanted} />
        {save.error && <Problem error={save.error} />}
        {may('autonomy.set') && (
          <div className="line">
            <Button
              kind="primary"
              submits
              busy={save.isPending}
              barred={changed ? undefined : 'It is kept like this already.'}
            >
              Keep this
            </Button>
            {changed && (
              <Button
                onPress={() => {
                  setLevel(entry.level);
                  setLimits(entry.limits);
                }}
              >
                As it was
              </Button>
            )}
          </div>
        )}
      </form>
    </Card>
  );
}

/** What amounts of it are in; null where several are. */
function useCurrency(storeId: string | null): string | null {
  const { data: stores } = useQuery(reads(useApi()).stores);
  const currencies = new Set(
    (stores ?? []).filter(({ id }) => storeId === null || id === storeId).map(({ currency }) => currency),
  );
  const [only] = currencies;
  return currencies.size === 1 ? (only ?? null) : null;
}
