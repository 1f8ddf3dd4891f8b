/** Where a table's rows come from: pages of the database, asked for as they come into sight. */
import { type QueryKey, queryOptions, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';

export interface RowSource<Row> {
  /** Rows there are as far as is known; null until the first page came. */
  total: number | null;
  /** There are more than `total`. */
  more: boolean;
  at: (index: number) => Row | undefined;
  /** These are in sight, the last included. */
  want: (first: number, last: number) => void;
  error: unknown;
  retry: () => void;
}

const PAGE_ROWS = 100;

interface OffsetOptions<Row> {
  /** Of the query; holds whatever sorts and filters, and begins with the name that events make old. */
  queryKey: QueryKey;
  fetchPage: (
    page: { offset: number; limit: number },
    signal: AbortSignal,
  ) => Promise<{ rows: readonly Row[]; total: number }>;
}

/** The query of one page of useOffsetRows, for who fetches it before the table is there. */
export function offsetPage<Row>({ queryKey, fetchPage }: OffsetOptions<Row>, number: number) {
  return queryOptions({
    queryKey: [...queryKey, 'rows', number],
    queryFn: ({ signal }) => fetchPage({ offset: number * PAGE_ROWS, limit: PAGE_ROWS }, signal),
  });
}

/** Pages by number: any part of the table can be gone to at once. */
export function useOffsetRows<Row>({ queryKey, fetchPage }: OffsetOptions<Row>): RowSource<Row> {
  const [window, setWindow] = useState({ first: 0, last: 0 });
  // The first says how many there are, wherever one has scrolled to.
  const head = useQuery(offsetPage({ queryKey, fetchPage }, 0));
  const total = head.data?.total ?? null;
  const numbers = pagesAround(window, Math.ceil((total ?? 0) / PAGE_ROWS) - 1);
  const others = useQueries({
    queries: numbers.map((number) => offsetPage({ queryKey, fetchPage }, number)),
  });
  const failed = [head, ...others].find(({ error }) => error);
  const want = useCallback((first: number, last: number) => {
    const next = { first: Math.floor(first / PAGE_ROWS), last: Math.floor(last / PAGE_ROWS) };
    setWindow((window) => (window.first === next.first && window.last === next.last ? window : next));
  }, []);
  return {
    total,
    more: false,
    at: (index) => {
      const number = Math.floor(index / PAGE_ROWS);
      const page = number === 0 ? head : others[numbers.indexOf(number)];
      return page?.data?.rows[index % PAGE_ROWS];
    },
    want,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}

/** Besides the first: those in sight, and their neighbours, which are there before one scrolls to them. */
export function pagesAround({ first, last }: { first: number; last: number }, lastPage: number): number[] {
  const numbers: number[] = [];
  for (let number = Math.max(1, first - 1); number <= Math.min(lastPage, last + 1); number += 1)
    numbers.push(number);
  return numbers;
}

interface CursorOptions<Row> {
  queryKey: QueryKey;
  /** `cursor` is absent for the first page. */
  fetchPage: (
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<{ rows: readonly Row[]; next: string | null }>;
}

/** Pages that lead from one to the next. @public for modules */
export function useCursorRows<Row>({ queryKey, fetchPage }: CursorOptions<Row>): RowSource<Row> {
  const query = useInfiniteQuery({
    queryKey: [...queryKey, 'rows'],
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const loaded = rows?.length ?? 0;
  const want = useCallback(
    (_: number, last: number) => {
      if (last >= loaded - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [loaded, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return {
    total: rows ? loaded : null,
    more: hasNextPage,
    at: (index) => rows?.[index],
    want,
    error: query.error,
    retry: () => void query.refetch(),
  };
}

/** Rows that are here already: a short list that a query brought whole. */
export function rowsOf<Row>(rows: readonly Row[]): RowSource<Row> {
  return {
    total: rows.length,
    more: false,
    at: (index) => rows[index],
    want: () => {},
    error: null,
    retry: () => {},
  };
}
