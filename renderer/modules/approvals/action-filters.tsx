/** Narrows a list of actions: by kind, by agent, by words of the title; the store is that of the top bar. */
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useApi } from '../../app/bridge-context.tsx';
import { KNOWN_KINDS, kindOf } from '../../app/decisions/action-words.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { Select } from '../../ui/choices.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import type { ActionFilter } from './reads.ts';

const ANY = 'any';

export interface Filters {
  filter: ActionFilter;
  /** Something is left out because of it. */
  narrowed: boolean;
  set: (change: Partial<Omit<ActionFilter, 'storeId'>>) => void;
  search: string;
}

export const UNFILTERED = { type: null, agent: null, search: '' } as const;

export function useFilters(): Filters {
  const storeId = useEmpire((empire) => empire.store);
  const [type, setType] = useState<string | null>(null);
  const [agent, setAgent] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const asked = useDeferredValue(search);
  return {
    filter: { storeId, type, agent, search: asked },
    narrowed: type !== null || agent !== null || asked.trim() !== '',
    search,
    set(change) {
      if (change.type !== undefined) setType(change.type);
      if (change.agent !== undefined) setAgent(change.agent);
      if (change.search !== undefined) setSearch(change.search);
    },
  };
}

export function ActionFilters({ filters, children }: { filters: Filters; children?: React.ReactNode }) {
  const { data: agents } = useQuery(reads(useApi()).agents);
  const { filter, search, set } = filters;
  const kinds = [...new Set([...KNOWN_KINDS, ...(agents ?? []).flatMap(({ proposes }) => proposes)])];
  return (
    <search className="filters">
      <TextField
        label="Search titles"
        hideLabel
        kind="search"
        placeholder="Search titles"
        value={search}
        maxLength={200}
        onChange={(next) => set({ search: next })}
      />
      <Select
        label="Kind"
        hideLabel
        icon="filter"
        value={filter.type ?? ANY}
        onChange={(next) => set({ type: next === ANY ? null : next })}
        options={[
          { value: ANY, label: 'Every kind' },
          ...kinds.map((kind) => ({ value: kind, label: kindOf(kind).word })),
        ]}
      />
      <Select
        label="Agent"
        hideLabel
        icon="agent"
        value={filter.agent ?? ANY}
        onChange={(next) => set({ agent: next === ANY ? null : next })}
        options={[
          { value: ANY, label: 'Every agent' },
          ...(agents ?? []).map(({ id, title }) => ({ value: id, label: title })),
        ]}
      />
      {children}
    </search>
  );
}
