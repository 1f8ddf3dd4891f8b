/** What the person at this page may do: asked of the core, which alone decides; the page leaves out what it would refuse. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from './bridge-context.tsx';
import { reads } from './queries.ts';

/** By the name of a procedure: "agents.run". Until it is known, no: what appears later was never pressed in vain. */
export function useMay(): (procedure: string) => boolean {
  const me = useQuery(reads(useApi()).me).data;
  return (procedure) => me !== undefined && (me.may === null || me.may.includes(procedure));
}

/** Helpers see no costs, margins or totals of purchases: the core leaves them out of every answer. */
export function useSeesCosts(): boolean {
  return useQuery(reads(useApi()).me).data?.role !== 'helper';
}
