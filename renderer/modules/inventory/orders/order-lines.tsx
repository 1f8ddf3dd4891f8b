/** The lines of a sent order: ordered, came, damaged, still to come, and what a unit costs once it is there. */
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useNames } from '../../../app/decisions/use-names.ts';
import { rowsOf } from '../../../ui/row-sources.ts';
import { Table } from '../../../ui/table.tsx';
import type { Column } from '../../../ui/table-column.ts';
import { Explained } from '../../../ui/term.tsx';
import { words } from '../../../ui/words.ts';

type Line = PurchaseOrderView['lines'][number];

export const LANDED =
  'What a unit costs once it is there: its price, and its share of freight, duty and other charges, spread by value or by units as the order says.';

export function OrderLines({ order }: { order: PurchaseOrderView }) {
  const names = useNames();
  return (
    <Table
      label={`Lines of ${order.number}`}
      columns={columns(names)}
      rows={rowsOf(order.lines)}
      rowLabel={({ title }) => title}
      empty={<p className="dim">It has no lines.</p>}
      height="34rem"
    />
  );
}

function columns(names: ReturnType<typeof useNames>): Column<Line>[] {
  const amount = (money: Line['unitCost']) =>
    money ? words.money(money.minor, money.currency) : <span className="dim">not known</span>;
  return [
    {
      id: 'title',
      title: 'Product',
      width: 'minmax(9rem, 3fr)',
      cell: ({ title, sku, supplierSku }) => (
        <span className="stock-name">
          <span className="one-line" title={title} dir="auto">
            {title}
          </span>
          <span className="dim small number one-line" dir="auto" data-code>
            {[sku ?? 'no SKU', supplierSku && `theirs ${supplierSku}`].filter(Boolean).join(' · ')}
          </span>
        </span>
      ),
    },
    {
      id: 'where',
      wideOnly: true,
      title: 'Goes to',
      width: 'minmax(9rem, 2fr)',
      cell: ({ allocations }) => {
        const text = allocations
          .map(({ storeId, locationName, quantity }) =>
            [
              names.severalStores && names.store(storeId),
              locationName ?? 'a place chosen when sent',
              allocations.length > 1 && words.count(quantity),
            ]
              .filter(Boolean)
              .join(', '),
          )
          .join('; ');
        return (
          <span title={text} dir="auto">
            {text}
          </span>
        );
      },
    },
    {
      id: 'quantity',
      title: 'Ordered',
      width: '4.5rem',
      number: true,
      cell: ({ quantity }) => words.count(quantity),
    },
    {
      id: 'received',
      title: 'Came',
      width: '4rem',
      number: true,
      cell: ({ received }) => words.count(received),
    },
    {
      id: 'damaged',
      title: 'Damaged',
      width: '4.75rem',
      number: true,
      cell: ({ damaged }) => (
        <span className={damaged > 0 ? 'tone-wait' : 'dim'}>{words.count(damaged)}</span>
      ),
    },
    {
      id: 'short',
      title: 'Short',
      width: '3.5rem',
      number: true,
      cell: ({ short }) => <span className={short > 0 ? 'tone-wait' : 'dim'}>{words.count(short)}</span>,
    },
    { id: 'open', title: 'To come', width: '4.5rem', number: true, cell: ({ open }) => words.count(open) },
    {
      id: 'cost',
      wideOnly: true,
      title: 'Unit cost',
      width: '6.5rem',
      number: true,
      cell: ({ unitCost }) => amount(unitCost),
    },
    {
      id: 'landed',
      title: (
        <Explained title="Landed unit cost" text={LANDED}>
          Landed
        </Explained>
      ),
      width: '6.5rem',
      number: true,
      cell: ({ landed, landedUnitCost }) =>
        landed && !landedUnitCost ? <span className="dim">none came</span> : amount(landedUnitCost),
    },
  ];
}
