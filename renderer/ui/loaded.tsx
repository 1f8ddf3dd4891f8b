/** What a query brought, its skeleton until then, and its own retry where it failed. */
import type { ReactNode } from 'react';
import { Skeleton } from './card.tsx';
import { Problem } from './problem.tsx';

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  /** Of the skeleton. */
  lines?: number;
  /** In place of lines, where what comes has another shape. */
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

export function Loaded<T>({ query, lines = 3, skeleton, children }: LoadedProps<T>) {
  const { data, error } = query;
  return (
    <>
      {Boolean(error) && <Problem error={error} onRetry={() => void query.refetch()} />}
      {data === undefined ? !error && (skeleton ?? <Skeleton lines={lines} />) : children(data)}
    </>
  );
}
