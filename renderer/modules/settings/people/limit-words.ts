/** A limit counts the smallest coins of whichever store's currency: it is said in each of them. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../app/bridge-context.tsx';
import { reads } from '../../../app/queries.ts';
import { words } from '../../../ui/words.ts';

/** The currencies of the stores, each once. */
export function useCurrencies(): string[] {
  const { data: stores } = useQuery(reads(useApi()).stores);
  return [...new Set((stores ?? []).map(({ currency }) => currency).filter((one) => one !== null))];
}

export function useLimitWords(): (minor: number) => string {
  const currencies = useCurrencies();
  return (minor) =>
    currencies.length === 0
      ? `${words.count(minor)} of the smallest coin`
      : currencies.map((currency) => words.money(minor, currency)).join(' or ');
}
