/** Fill the gaps: where each variant comes from, how long that takes, in what packs, at what cost; the most sales first. */
import { useDeferredValue, useState } from 'react';
import type { SupplyTermView, TermSource } from '../../../shared/contract/supply-schemas.ts';
import { formatDecimal } from '../../../shared/money.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Grid, type GridColumn } from '../../ui/grid.tsx';
import { type CellChange, cellsOf } from '../../ui/grid-cells.ts';
import { Icon } from '../../ui/icon.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import { PasteTerms } from './paste-terms.tsx';
import { readTerm, type TermName } from './read-terms.ts';
import { type TermChange, useGaps, useSuppliers, useSupplyTerms } from './supply-terms.ts';
import './supply.css';

const ANY = '';

const FROM: Readonly<Record<TermSource, string | null>> = {
  set: null,
  supplier: 'supplier’s',
  learned: 'learned',
  sales: null,
  vendor: 'vendor',
  shop: 'shop’s',
  default: 'a guess',
  missing: null,
};

interface SupplyGridProps {
  storeId: string;
  height?: string;
}

export function SupplyGrid({ storeId, height }: SupplyGridProps) {
  const [filter, setFilter] = useState<'gaps' | 'all'>('gaps');
  const [typed, setTyped] = useState('');
  const [supplier, setSupplier] = useState<string | null>(null);
  const [problems, setProblems] = useState<string[]>([]);
  const [pasted, setPasted] = useState<string | null>(null);
  const search = useDeferredValue(typed.trim());
  const suppliers = useSuppliers(storeId).data ?? [];
  const terms = useSupplyTerms(storeId, { filter, search, supplier });
  const { rows, currencyOf } = terms;
  const columns = columnsOf(currencyOf);

  const change = (cells: readonly CellChange[]): void => {
    const wrong: string[] = [];
    const changes: TermChange[] = [];
    for (const { row: index, column, text } of cells) {
      const row = rows.at(index);
      const name = columns[column]?.id as TermName;
      if (!row) continue;
      const read = readTerm(name, text, currencyOf(row));
      if ('problem' in read) wrong.push(`${row.title}: ${read.problem}`);
      else changes.push({ row, name, value: read.value });
    }
    setProblems(wrong);
    if (changes.length > 0) terms.change(changes);
  };
  /** Columns that begin with a code are read by the core; anything else goes into the cells. */
  const takesCodes = (text: string, at: { row: number; column: number }): boolean => {
    const [line] = cellsOf(text);
    const row = rows.at(at.row);
    if (!row || !line || line.length < 2) return false;
    const fits = line.every((cell, index) => {
      const column = columns[at.column + index];
      return column?.edits && !('problem' in readTerm(column.id as TermName, cell, currencyOf(row)));
    });
    if (fits) return false;
    setPasted(text);
    return true;
  };

  return (
    <div className="form">
      <GapsLine storeId={storeId} />
      <div className="line supply-filter">
        <Segmented
          label="Which products"
          value={filter}
          onChange={setFilter}
          options={[
            { value: 'gaps', label: 'With gaps' },
            { value: 'all', label: 'All' },
          ]}
        />
        <TextField
          label="Search products"
          hideLabel
          kind="search"
          placeholder="Product, SKU, vendor or supplier"
          value={typed}
          maxLength={200}
          onChange={setTyped}
        />
        <Select
          label="Supplier"
          hideLabel
          icon="truck"
          value={supplier ?? ANY}
          onChange={(chosen) => setSupplier(chosen === ANY ? null : chosen)}
          options={[
            { value: ANY, label: 'Every supplier' },
            ...suppliers.map(({ supplier: name }) => ({ value: name, label: name })),
          ]}
        />
        <Button icon="copy" onPress={() => setPasted('')}>
          Paste from a spreadsheet
        </Button>
        <Button icon="sync" onPress={terms.renew} label="Look again: products without gaps leave the list">
          Look again
        </Button>
      </div>
      <Grid
        label="Supply terms"
        columns={columns}
        rows={rows}
        rowLabel={(row) => row.title}
        height={height}
        minWidth="62rem"
        onChange={change}
        onPaste={takesCodes}
        onUndo={() => {
          if (!terms.undo()) setProblems(['Nothing is left to undo.']);
        }}
        empty={
          search !== '' || supplier !== null ? (
            <Empty title="No product fits that.">Search for less, or look at all products.</Empty>
          ) : (
            <NoGap storeId={storeId} />
          )
        }
      />
      <div aria-live="polite" className="supply-said small">
        {terms.saving && <span className="dim">Keeping…</span>}
        {problems.slice(0, 5).map((problem) => (
          <p key={problem} className="tone-risk">
            <Icon name="warning" /> {problem}
          </p>
        ))}
        {problems.length > 5 && <p className="dim">and {words.count(problems.length - 5)} more</p>}
      </div>
      {terms.error && <Problem error={terms.error} />}
      {pasted !== null && (
        <PasteTerms
          storeId={storeId}
          text={pasted}
          onDone={() => {
            setPasted(null);
            terms.renew();
          }}
          onClose={() => setPasted(null)}
        />
      )}
    </div>
  );
}

function NoGap({ storeId }: { storeId: string }) {
  const { data: gaps } = useGaps(storeId);
  if (!gaps) return null;
  return gaps.of === 0 ? (
    <Empty title="No product is known yet.">
      They come with the first sync of the store, or with an import of Shopify’s products file.
    </Empty>
  ) : (
    <Empty title="No product has a gap.">
      What decisions rest on is known for all of them. “All” shows every product.
    </Empty>
  );
}

function GapsLine({ storeId }: { storeId: string }) {
  const { data: gaps } = useGaps(storeId);
  if (!gaps) return <p className="small dim">…</p>;
  if (gaps.of === 0) return null;
  if (gaps.variants === 0)
    return (
      <p className="tone-good">
        <Icon name="check" /> Nothing that decisions rest on is missing.
      </p>
    );
  return (
    <p>
      <b>{words.plural(gaps.variants, 'product')}</b> with gaps;{' '}
      {gaps.sales.minor > 0 && <b>{words.money(gaps.sales.minor, gaps.sales.currency)} </b>}
      <span className="dim">
        {gaps.sales.minor > 0
          ? 'of the last 90 days’ sales hang on them.'
          : 'none of them was sold in the last 90 days.'}{' '}
        Until a gap is filled, a cautious guess stands in, and proposals that rest on it say so.
      </span>
    </p>
  );
}

function columnsOf(currencyOf: (row: SupplyTermView) => string): GridColumn<SupplyTermView>[] {
  return [
    {
      id: 'title',
      title: 'Product',
      width: 'minmax(14rem, 3fr)',
      text: ({ title }) => title,
      cell: ({ title, sku, vendor }) => (
        <span title={[title, sku, vendor].filter(Boolean).join(', ')} dir="auto">
          {title} {sku && <span className="dim small">{sku}</span>}
        </span>
      ),
    },
    {
      id: 'supplier',
      title: 'Supplier',
      width: 'minmax(10rem, 2fr)',
      edits: true,
      text: ({ supplier }) => supplier.value ?? '',
      cell: ({ supplier }) => <Sourced source={supplier.source}>{supplier.value}</Sourced>,
    },
    {
      id: 'leadTimeDays',
      title: 'Delivery, days',
      width: '9.5rem',
      number: true,
      edits: true,
      text: ({ leadTimeDays }) => String(leadTimeDays.value),
      cell: ({ leadTimeDays }) => (
        <Sourced source={leadTimeDays.source}>{words.count(leadTimeDays.value)}</Sourced>
      ),
    },
    {
      id: 'packSize',
      title: 'Pack size',
      width: '8rem',
      number: true,
      edits: true,
      text: ({ packSize }) => String(packSize.value),
      cell: ({ packSize }) => <Sourced source={packSize.source}>{words.count(packSize.value)}</Sourced>,
    },
    {
      id: 'unitCost',
      title: 'Unit cost',
      width: '12rem',
      number: true,
      edits: true,
      text: ({ unitCost: { value } }) => (value ? formatDecimal(value.minor, value.currency) : ''),
      cell: (row) => (
        <Sourced source={row.unitCost.source} unknown={`not known, ${currencyOf(row)}`}>
          {row.unitCost.value && words.money(row.unitCost.value.minor, row.unitCost.value.currency)}
        </Sourced>
      ),
    },
    {
      id: 'sales',
      title: 'Sales, 90 days',
      width: '8.5rem',
      number: true,
      text: ({ sales }) => formatDecimal(sales.minor, sales.currency),
      cell: ({ sales }) => words.money(sales.minor, sales.currency),
    },
  ];
}

interface SourcedProps {
  source: TermSource;
  unknown?: string;
  children: string | null;
}

/** A value with where it comes from; a gap is said in words, in amber. */
function Sourced({ source, unknown = 'not known', children }: SourcedProps) {
  if (children === null || source === 'missing') return <span className="tone-wait">{unknown}</span>;
  const from = FROM[source];
  return (
    <>
      {from && <span className={source === 'default' ? 'tone-wait small' : 'dim small'}>{from} </span>}
      {children}
    </>
  );
}
