/** What is kept of a store, as CSV. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ExportWhat } from '../../../../shared/contract/data-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { reads } from '../../../app/queries.ts';
import { useEmpire } from '../../../app/stores/empire.ts';
import { bytesWord } from '../../../setup/imports/import-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Select } from '../../../ui/choices.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { saveText } from '../../../ui/save-file.ts';
import { words } from '../../../ui/words.ts';

const WHAT: readonly { value: ExportWhat; label: string }[] = [
  { value: 'orders', label: 'Orders' },
  { value: 'order_lines', label: 'Order lines' },
  { value: 'products', label: 'Products' },
  { value: 'stock', label: 'Stock' },
  { value: 'sales_days', label: 'Sales by day' },
  { value: 'customers', label: 'Customers' },
  { value: 'actions', label: 'Decisions' },
  { value: 'purchase_orders', label: 'Purchase orders' },
];

export function ExportCard() {
  const api = useApi();
  const { data: stores } = useQuery(reads(api).stores);
  const looked = useEmpire(({ store }) => store);
  const [chosen, setChosen] = useState<string | null>(null);
  const [what, setWhat] = useState<ExportWhat>('orders');
  const [rows, setRows] = useState(0);
  const breaking = useRef<AbortController | null>(null);
  const storeId = chosen ?? looked ?? stores?.[0]?.id;
  const run = useMutation({
    async mutationFn() {
      setRows(0);
      breaking.current = new AbortController();
      const { signal } = breaking.current;
      const parts: string[] = [];
      const stream = await api.data.export({ storeId: storeId!, what, format: 'csv' }, { signal });
      for (;;) {
        const step = await stream.next();
        if (step.done) {
          saveText(parts, 'text/csv', step.value.name);
          return step.value;
        }
        parts.push(step.value.text);
        setRows(step.value.rows);
      }
    },
  });
  const broken = run.error && breaking.current?.signal.aborted;
  if (!stores || stores.length === 0) return null;
  return (
    <Card title="Export" scope="as CSV, for spreadsheets">
      <div className="fields">
        <Select
          label="Of"
          value={storeId ?? ''}
          onChange={setChosen}
          options={stores.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select label="What" value={what} onChange={setWhat} options={WHAT} />
      </div>
      {what === 'customers' && (
        <p className="small tone-wait">
          The file holds people’s names and addresses. That you exported it goes into the record.
        </p>
      )}
      {run.isPending ? (
        <Progress
          label="Exporting"
          what={`${words.plural(rows, 'row')} so far`}
          counted
          done={rows}
          total={null}
          onCancel={() => breaking.current?.abort()}
        />
      ) : (
        <div className="line">
          <Button icon="download" onPress={() => run.mutate()}>
            Export
          </Button>
          {run.data && (
            <span className="small dim" role="status">
              {run.data.name}: {words.plural(run.data.rows, 'row')}, {bytesWord(run.data.bytes)}
            </span>
          )}
        </div>
      )}
      {run.error && !broken && <Problem error={run.error} />}
    </Card>
  );
}
