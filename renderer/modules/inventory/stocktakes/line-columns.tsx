/** The columns of a stocktake's lines; the count is typed in place. */
import { useEffect, useState } from 'react';
import type { Column } from '../../../ui/table-column.ts';
import { words } from '../../../ui/words.ts';
import { type StocktakeLine, signed, signedMoney } from './stocktake-words.ts';

type OnCount = ((line: StocktakeLine, quantity: number | null) => void) | null;

export function lineColumns(onCount: OnCount): Column<StocktakeLine>[] {
  return [
    {
      id: 'title',
      title: 'Product',
      width: 'minmax(9rem, 3fr)',
      cell: ({ title, sku, barcode }) => (
        <span className="stock-name">
          <span className="one-line" title={title} dir="auto">
            {title}
          </span>
          <span className="dim small number one-line" dir="auto" data-code>
            {[sku ?? 'no SKU', barcode].filter(Boolean).join(' · ')}
          </span>
        </span>
      ),
    },
    {
      id: 'expected',
      title: 'Expected',
      width: '5rem',
      number: true,
      cell: ({ expected }) => words.count(expected),
    },
    {
      id: 'counted',
      title: 'Counted',
      width: '6.5rem',
      number: true,
      cell: (line) =>
        onCount ? (
          <CountCell key={line.id} line={line} onCount={onCount} />
        ) : line.counted === null ? (
          <span className="dim">not counted</span>
        ) : (
          words.count(line.counted)
        ),
    },
    {
      id: 'difference',
      title: 'Difference',
      width: '5.5rem',
      number: true,
      cell: ({ difference }) =>
        difference === null ? (
          <span className="dim">–</span>
        ) : (
          <span className={difference === 0 ? 'tone-good' : 'tone-wait'}>{signed(difference)}</span>
        ),
    },
    {
      id: 'value',
      title: 'At cost',
      width: '6.5rem',
      number: true,
      cell: ({ value, difference }) =>
        value ? signedMoney(value) : <span className="dim">{difference ? 'cost not set' : '–'}</span>,
    },
    {
      id: 'by',
      wideOnly: true,
      title: 'By',
      width: 'minmax(6rem, 1fr)',
      cell: ({ countedBy, countedAt }) => (
        <span className="dim" title={countedAt === null ? undefined : words.moment(countedAt)} dir="auto">
          {countedBy ?? '–'}
        </span>
      ),
    },
  ];
}

function CountCell({ line, onCount }: { line: StocktakeLine; onCount: NonNullable<OnCount> }) {
  const kept = line.counted === null ? '' : String(line.counted);
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const keep = (): void => {
    const typed = text.trim();
    if (typed === kept) return;
    const quantity = Number(typed);
    if (typed === '') onCount(line, null);
    else if (Number.isSafeInteger(quantity) && Math.abs(quantity) <= 1_000_000) onCount(line, quantity);
    else setText(kept);
  };
  return (
    <input
      className="control number count-cell"
      inputMode="numeric"
      autoComplete="off"
      aria-label={`Counted of ${line.title}`}
      placeholder="–"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setText(kept);
      }}
    />
  );
}
