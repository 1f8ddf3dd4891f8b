/** What the person at this page may do: asked of the core, which alone decides; the page leaves out what it would refuse. */
import { useQuery } from '@tanstack/react-query';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { useApi } from './bridge-context.tsx';
import { reads } from './queries.ts';

type Me = Awaited<ReturnType<RoyalClient['people']['me']>>;

/** `procedure` by its name: "agents.run". */
export function mayCall({ may }: Pick<Me, 'may'>, procedure: string): boolean {
  return may === null || may.includes(procedure);
}

/** The same of who is here. Until that is known, no: what appears later was never pressed in vain. */
export function useMay(): (procedure: string) => boolean {
  const me = useQuery(reads(useApi()).me).data;
  return (procedure) => me !== undefined && mayCall(me, procedure);
}

/** Helpers see no costs, margins or totals of purchases: the core leaves them out of every answer. */
export function useSeesCosts(): boolean {
  return useQuery(reads(useApi()).me).data?.role !== 'helper';
}
