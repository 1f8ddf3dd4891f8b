/** A table of 100,000 rows, by pages that take a moment. */
import { useState } from 'react';
import { Card } from '../ui/card.tsx';
import { HorizonBar } from '../ui/charts/bars.tsx';
import { Empty } from '../ui/empty.tsx';
import { rowsOf, useOffsetRows } from '../ui/row-sources.ts';
import { type Sort, Table } from '../ui/table.tsx';
import type { Column } from '../ui/table-column.ts';
import { toast } from '../ui/toast.tsx';

interface Line {
  id: number;
  title: string;
  sku: string;
  days: number;
}

const TOTAL = 100_000;
const TITLES = [
  'Regency Cakestand',
  'White Hanging Heart',
  'مصباح طاولة نحاسي',
  'Işıltılı ÇİÇEK',
  'Long '.repeat(60),
];
const lineAt = (id: number): Line => ({
  id,
  title: TITLES[id % TITLES.length]!,
  sku: `SKU-${id}`,
  days: (id * 7) % 90,
});

const COLUMNS: readonly Column<Line>[] = [
  { id: 'title', title: 'Product', cell: ({ title }) => title, width: 'minmax(10rem, 3fr)', sortable: true },
  { id: 'sku', title: 'SKU', cell: ({ sku }) => <span className="number">{sku}</span>, width: '8rem' },
  {
    id: 'cover',
    title: 'Cover',
    cell: ({ days }) => <HorizonBar daysLeft={days} leadDays={14} />,
    width: 'minmax(6rem, 1fr)',
  },
  {
    id: 'days',
    title: 'Days left',
    cell: ({ days }) => `${days} d`,
    width: '6rem',
    number: true,
    sortable: true,
  },
];

export function TableSamples() {
  const [sort, setSort] = useState<Sort>({ column: 'title', descending: false });
  const rows = useOffsetRows<Line>({
    queryKey: ['samples', sort],
    async fetchPage({ offset, limit }) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      const at = (index: number): number => (sort.descending ? TOTAL - 1 - index : index);
      return { total: TOTAL, rows: Array.from({ length: limit }, (_, index) => lineAt(at(offset + index))) };
    },
  });
  const shared = { columns: COLUMNS, rowLabel: ({ title }: Line) => title };
  const empty = <Empty title="No product yet.">Sync a store, and its products stand here.</Empty>;
  return (
    <>
      <Card title="Stock" scope="100,000 variants">
        <Table
          {...shared}
          label="Stock"
          rows={rows}
          sort={sort}
          onSort={setSort}
          onOpen={({ title }) => toast({ title: `Opens ${title}`, tone: 'quiet' })}
          empty={empty}
        />
      </Card>
      <Card title="No stock" scope="none">
        <Table {...shared} label="Nothing" rows={rowsOf<Line>([])} empty={empty} />
      </Card>
    </>
  );
}
