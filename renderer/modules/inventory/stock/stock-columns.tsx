/** The columns of the stock table; what they mean is said on hover and focus. */
import type { StockLine } from '../../../../shared/contract/stock-table-schemas.ts';
import { DEFINITIONS } from '../../../../shared/definitions.ts';
import { deadlineWords } from '../../../app/decisions/action-words.ts';
import { HorizonBar } from '../../../ui/charts/bars.tsx';
import { Pill } from '../../../ui/pill.tsx';
import type { Column } from '../../../ui/table-column.ts';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { daysLeftWords, perDayWords, rangeWords, STATES } from './stock-words.ts';

/** `today` is of the store's zone; `costs`: whether the person sees them. */
export function stockColumns(storeId: string, today: string, costs: boolean): Column<StockLine>[] {
  const columns: Column<StockLine>[] = [
    {
      id: 'title',
      fits: true,
      title: 'Product',
      width: 'minmax(8rem, 3fr)',
      sortable: true,
      cell: (row) => <Name storeId={storeId} row={row} />,
    },
    { id: 'state', title: 'State', width: '8.5rem', fits: true, cell: (row) => <State row={row} /> },
    {
      id: 'days_left',
      fits: true,
      title: DEFINITIONS.daysLeft.label,
      width: 'minmax(8rem, 1.4fr)',
      sortable: true,
      cell: (row) => <Cover row={row} />,
    },
    {
      id: 'order_by',
      fits: true,
      title: DEFINITIONS.orderBy.label,
      width: '5rem',
      sortable: true,
      cell: (row) => <OrderBy row={row} today={today} />,
    },
    {
      id: 'available',
      fits: true,
      title: 'Available',
      width: '5rem',
      number: true,
      sortable: true,
      cell: ({ available }) => words.count(available),
    },
    {
      id: 'incoming',
      fits: true,
      title: 'On its way',
      width: '5.25rem',
      number: true,
      sortable: true,
      cell: ({ incoming }) => words.count(incoming),
    },
    {
      id: 'per_day',
      fits: true,
      wideOnly: true,
      title: 'Sold a day',
      width: '6rem',
      number: true,
      sortable: true,
      cell: ({ perDay }) => perDayWords(perDay),
    },
    {
      id: 'value',
      wideOnly: true,
      title: DEFINITIONS.stockValue.label,
      width: '6.75rem',
      number: true,
      sortable: true,
      cell: (row) => <Value row={row} />,
    },
    {
      id: 'vendor',
      wideOnly: true,
      title: 'Vendor',
      width: 'minmax(5rem, 1fr)',
      sortable: true,
      cell: ({ vendor }) => (
        <span dir="auto" title={vendor}>
          {vendor || 'not named'}
        </span>
      ),
    },
  ];
  return costs ? columns : columns.filter(({ id }) => id !== 'value');
}

function Name({ storeId, row }: { storeId: string; row: StockLine }) {
  return (
    <span className="stock-name">
      <a
        className="plain-link one-line"
        href={places.product(storeId, row.productId, row.variantId)}
        title={row.title}
        dir="auto"
        tabIndex={-1}
      >
        {row.title}
      </a>
      <span className="dim small number one-line" dir="auto" data-code>
        {row.sku ?? 'no SKU'}
      </span>
    </span>
  );
}

function State({ row }: { row: StockLine }) {
  const { word, tone, icon } = STATES[row.state];
  return (
    <span title={row.reason ?? undefined}>
      <Pill tone={tone} icon={icon}>
        {word}
      </Pill>
    </span>
  );
}

function Cover({ row }: { row: StockLine }) {
  const known = row.state === 'out' ? 0 : (row.daysLeft?.days ?? null);
  const lead = row.leadTimeDays;
  return (
    <span className="stock-cover" title={rangeWords(row) ?? row.reason ?? undefined}>
      {known !== null && (
        <HorizonBar
          daysLeft={known}
          leadDays={lead}
          span={Math.max(60, (lead ?? 0) * 2)}
          tone={STATES[row.state].tone}
        />
      )}
      <span className="number">{daysLeftWords(row)}</span>
    </span>
  );
}

function OrderBy({ row, today }: { row: StockLine; today: string }) {
  if (row.orderBy === null)
    return <span className="dim">{row.daysLeft === null ? 'not known' : 'no need'}</span>;
  const { text, tone } = deadlineWords(row.orderBy, today);
  return <span className={`tone-${tone}`}>{text.replace(/^by /, '')}</span>;
}

function Value({ row }: { row: StockLine }) {
  if (row.value) return words.moneyRound(row.value.minor, row.value.currency);
  return (
    <span className="dim" title="Its cost is not set: set it in Shopify, or on the product’s page here.">
      cost not set
    </span>
  );
}
