/** What a query brought, its skeleton until then, and its own retry where it failed. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Skeleton } from './card.tsx';
import { Problem } from './problem.tsx';

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}

export function Loaded<T>({ query, lines = 3, children }: LoadedProps<T>) {
  const { data, error } = query;
  return (
    <>
      {error && <Problem error={error} onRetry={() => void query.refetch()} />}
      {data === undefined ? !error && <Skeleton lines={lines} /> : children(data)}
    </>
  );
}
