/** Terms out of a spreadsheet, by SKU or barcode: what was understood and what was not, before anything is kept. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupplyPasteView } from '../../../shared/contract/supply-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextArea } from '../../ui/text-fields.tsx';
import { toast } from '../../ui/toast.tsx';
import { words } from '../../ui/words.ts';

interface PasteTermsProps {
  storeId: string;
  /** What was pasted already. */
  text: string;
  onDone: () => void;
  onClose: () => void;
}

type Column = NonNullable<SupplyPasteView['columns'][number]>;

const COLUMNS: Readonly<Record<Column, string>> = {
  code: 'SKU or barcode',
  supplier: 'supplier',
  supplierSku: 'supplier’s SKU',
  leadTimeDays: 'delivery time in days',
  packSize: 'pack size',
  minimumUnits: 'least in an order',
  shelfLifeDays: 'shelf life in days',
  unitCost: 'unit cost',
};

const SHOWN = 200;
const MOST_AT_ONCE = 5000;

export function PasteTerms({ storeId, text: given, onDone, onClose }: PasteTermsProps) {
  const api = useApi();
  const [text, setText] = useState(given);
  const read = useMutation({ mutationFn: () => api.supplyTerms.paste({ storeId, text }) });
  const keep = useMutation({
    async mutationFn({ rows }: SupplyPasteView) {
      const sets = rows.map(({ line: _l, code: _c, title: _t, matchedBy: _m, currency: _u, ...set }) => set);
      for (let from = 0; from < sets.length; from += MOST_AT_ONCE)
        await api.supplyTerms.set({ storeId, rows: sets.slice(from, from + MOST_AT_ONCE) });
      return sets.length;
    },
    onSuccess(count) {
      toast({ title: `Terms of ${words.plural(count, 'product')} are kept` });
      onDone();
    },
  });
  const found = read.data;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Paste from a spreadsheet"
      text="One product a line, with its SKU or barcode and any of: supplier, delivery time, pack size, least in an order, unit cost. Shelf life too, under its name. A first line with the columns’ names helps."
    >
      <div className="form">
        <TextArea
          label="Cells, copied from the spreadsheet"
          rows={found ? 4 : 8}
          value={text}
          placeholder={'SKU\tSupplier\tLead time\tCost\n22423\tLoom Street\t14\t3.20'}
          onChange={(typed) => {
            setText(typed);
            read.reset();
          }}
        />
        {read.error && <Problem error={read.error} />}
        {found && <Understood found={found} />}
        {keep.error && <Problem error={keep.error} />}
        <div className="line">
          {found ? (
            <Button
              kind="primary"
              icon="check"
              busy={keep.isPending}
              barred={found.rows.length === 0 ? 'Nothing was understood.' : undefined}
              onPress={() => keep.mutate(found)}
            >
              Keep {words.plural(found.rows.length, 'product')}
            </Button>
          ) : (
            <Button
              kind="primary"
              busy={read.isPending}
              barred={text.trim() === '' ? 'Paste the cells first.' : undefined}
              onPress={() => read.mutate()}
            >
              See what is understood
            </Button>
          )}
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Understood({ found: { columns, rows, refused } }: { found: SupplyPasteView }) {
  const shown = columns.filter(
    (column): column is Exclude<Column, 'code'> => column !== null && column !== 'code',
  );
  return (
    <>
      <p role="status">
        <b className={rows.length > 0 ? 'tone-good' : 'tone-wait'}>
          <Icon name={rows.length > 0 ? 'check' : 'warning'} /> {words.plural(rows.length, 'product')}{' '}
          understood
        </b>
        {refused.length > 0 && (
          <>
            , <b className="tone-risk">{words.plural(refused.length, 'line')} not</b>
          </>
        )}
        .{' '}
        <span className="dim">
          Columns: {columns.map((one) => (one ? COLUMNS[one] : 'not read')).join(', ')}.
        </span>
      </p>
      {refused.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get in
        <section className="pasted" tabIndex={0} aria-label="Not understood">
          <table>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Not understood, because</th>
                <th scope="col">What it says</th>
              </tr>
            </thead>
            <tbody>
              {refused.slice(0, SHOWN).map(({ line, text, reason }) => (
                <tr key={line}>
                  <td className="number">{words.count(line)}</td>
                  <td>{reason}</td>
                  <td className="dim" dir="auto">
                    {text}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get in
        <section className="pasted" tabIndex={0} aria-label="Understood">
          <table>
            <thead>
              <tr>
                <th scope="col">Product</th>
                {shown.map((column) => (
                  <th scope="col" key={column}>
                    {COLUMNS[column]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN).map((row) => (
                <tr key={row.line}>
                  <td dir="auto">
                    {row.title} <span className="dim small">{row.code}</span>
                  </td>
                  {shown.map((column) => (
                    <td key={column}>{termWords(row, column)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length > SHOWN && <p className="dim small">and {words.count(rows.length - SHOWN)} more</p>}
        </section>
      )}
    </>
  );
}

function termWords(row: SupplyPasteView['rows'][number], column: Exclude<Column, 'code'>): string {
  const value = row[column];
  if (value === undefined) return 'as it is';
  if (value === null) return 'taken back';
  if (column === 'unitCost') return words.money(Number(value), row.currency);
  return typeof value === 'number' ? words.count(value) : value;
}
