/** What whoever looks may do, so that nothing is offered which the core would refuse. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../app/bridge-context.tsx';
import { setupReads } from './queries.ts';

/** Of a procedure, "stores.add". Until it is known, no: what appears later was never pressed in vain. */
export function useMay(): (procedure: string) => boolean {
  const { data: me } = useQuery(setupReads(useApi()).me);
  return (procedure) => me !== undefined && (me.may === null || me.may.includes(procedure));
}
