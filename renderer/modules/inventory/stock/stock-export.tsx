/** The table as it is filtered, as a CSV file. */
import { useRef, useState } from 'react';
import type { StockFilter } from '../../../../shared/contract/stock-table-schemas.ts';
import { toErrorData } from '../../../../shared/errors.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { saveText } from '../../../ui/save-file.ts';
import { toast } from '../../../ui/toast.tsx';
import { words } from '../../../ui/words.ts';

export function StockExport({ filter }: { filter: StockFilter }) {
  const api = useApi();
  const abort = useRef<AbortController | null>(null);
  const [rows, setRows] = useState<number | null>(null);

  const run = async (): Promise<void> => {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setRows(0);
    try {
      const pieces: string[] = [];
      const stream = await api.stockTable.csv(filter, { signal });
      for (;;) {
        const step = await stream.next();
        if (step.done) {
          saveText(pieces, 'text/csv', step.value.fileName);
          toast({ title: `${step.value.fileName}: ${words.plural(step.value.rows, 'row')}` });
          break;
        }
        pieces.push(step.value.text);
        setRows((before) => (before ?? 0) + step.value.rows);
      }
    } catch (error) {
      const { message, next } = toErrorData(error);
      if (!signal.aborted) toast({ title: message, text: next, tone: 'risk' });
    }
    setRows(null);
  };

  if (rows !== null)
    return (
      <span className="line">
        <span className="small dim number" role="status">
          {words.plural(rows, 'row')}
        </span>
        <Button onPress={() => abort.current?.abort()}>Cancel</Button>
      </span>
    );
  return (
    <Button icon="download" label="Export as CSV" onPress={() => void run()}>
      CSV
    </Button>
  );
}
