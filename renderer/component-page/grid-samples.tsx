/** A spreadsheet of 100,000 rows that keeps what is typed; text to take along; a word typed before what can't be undone. */
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Empty } from '../ui/empty.tsx';
import { Grid, type GridColumn } from '../ui/grid.tsx';
import { OutsideLink } from '../ui/outside-link.tsx';
import type { RowSource } from '../ui/row-sources.ts';
import { TimeField } from '../ui/text-fields.tsx';
import { TypedConfirm } from '../ui/typed-confirm.tsx';

interface Line {
  id: number;
  title: string;
  supplier: string;
  days: string;
}

const TOTAL = 100_000;

const COLUMNS: readonly GridColumn<Line>[] = [
  {
    id: 'title',
    title: 'Product',
    width: 'minmax(12rem, 3fr)',
    cell: ({ title }) => title,
    text: ({ title }) => title,
  },
  {
    id: 'supplier',
    title: 'Supplier',
    width: 'minmax(10rem, 2fr)',
    edits: true,
    cell: ({ supplier }) => supplier || <span className="tone-wait">not known</span>,
    text: ({ supplier }) => supplier,
  },
  {
    id: 'days',
    title: 'Delivery, days',
    width: '9rem',
    number: true,
    edits: true,
    cell: ({ days }) => days || <span className="tone-wait">not known</span>,
    text: ({ days }) => days,
  },
];

export function GridSamples() {
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const [time, setTime] = useState('22:00');
  const [asked, setAsked] = useState(false);
  const value = (row: number, column: string): string => typed.get(`${row} ${column}`) ?? '';
  const rows: RowSource<Line> = {
    total: TOTAL,
    more: false,
    at: (id) => ({
      id,
      title: `Product ${id + 1}`,
      supplier: value(id, 'supplier'),
      days: value(id, 'days'),
    }),
    want: () => {},
    error: null,
    retry: () => {},
  };
  return (
    <Card title="Grid" scope="100,000 rows, as a spreadsheet">
      <Grid
        label="Terms"
        columns={COLUMNS}
        rows={rows}
        rowLabel={({ title }) => title}
        height="20rem"
        minWidth="36rem"
        onChange={(changes) =>
          setTyped(
            (before) =>
              new Map([
                ...before,
                ...changes.map(({ row, column, text }) => [`${row} ${COLUMNS[column]!.id}`, text] as const),
              ]),
          )
        }
        empty={<Empty title="No product yet." />}
      />
      <CopyText label="the permissions" text="read_products,read_inventory,read_orders" />
      <p>
        At Shopify: <OutsideLink href="https://dev.shopify.com/dashboard">Dev Dashboard</OutsideLink>
      </p>
      <div className="fields">
        <TimeField label="Quiet from" value={time} onChange={setTime} />
      </div>
      <div className="line">
        <Button icon="delete" onPress={() => setAsked(true)}>
          Delete a store
        </Button>
      </div>
      {asked && (
        <TypedConfirm
          title="Delete Northgate Gifts for good"
          word="northgate"
          action="Delete for good"
          busy={false}
          error={null}
          onConfirm={() => setAsked(false)}
          onClose={() => setAsked(false)}
        >
          <p>Everything that is kept of it is deleted.</p>
        </TypedConfirm>
      )}
    </Card>
  );
}
