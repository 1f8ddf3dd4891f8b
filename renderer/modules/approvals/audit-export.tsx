/** The record as a file, for an accountant or for keeping: with its check sum and whether it was whole. */
import { useRef, useState } from 'react';
import type { AuditExportResultView } from '../../../shared/contract/decision-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/choices.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Progress } from '../../ui/progress.tsx';
import { saveText } from '../../ui/save-file.ts';
import { DateField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';

type Format = 'csv' | 'jsonl';
const DAY_MS = 86_400_000;
const TYPES = { csv: 'text/csv', jsonl: 'application/x-ndjson' } as const;

export function AuditExport() {
  const api = useApi();
  const abort = useRef<AbortController | null>(null);
  const [format, setFormat] = useState<Format>('csv');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [rows, setRows] = useState<number | null>(null);
  const [result, setResult] = useState<AuditExportResultView | null>(null);
  const [error, setError] = useState<unknown>(null);

  const run = async (): Promise<void> => {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setRows(0);
    setError(null);
    setResult(null);
    try {
      const pieces: string[] = [];
      const stream = await api.audit.export(
        { format, from: startOf(from), to: to === '' ? undefined : startOf(to)! + DAY_MS },
        { signal },
      );
      for (;;) {
        const step = await stream.next();
        if (step.done) {
          setResult(step.value);
          break;
        }
        pieces.push(step.value.text);
        setRows((before) => (before ?? 0) + step.value.rows);
      }
      saveText(pieces, TYPES[format], `royal-record-${new Date().toISOString().slice(0, 10)}.${format}`);
    } catch (caught) {
      if (!signal.aborted) setError(caught);
    }
    setRows(null);
  };

  return (
    <Card title="Take it with you" scope="the record as a file">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (rows === null) void run();
        }}
      >
        <div className="line audit-fields">
          <Select<Format>
            label="As"
            value={format}
            onChange={setFormat}
            options={[
              { value: 'csv', label: 'CSV, for spreadsheets' },
              { value: 'jsonl', label: 'JSON, a line an entry' },
            ]}
          />
          <DateField label="From (all where empty)" value={from} onChange={setFrom} max={to || undefined} />
          <DateField label="To, that day included" value={to} onChange={setTo} min={from || undefined} />
        </div>
        {rows !== null && (
          <Progress
            label="Exporting the record"
            what="Exporting"
            done={rows}
            total={null}
            onCancel={() => abort.current?.abort()}
          />
        )}
        {error !== null && <Problem error={error} onRetry={() => void run()} />}
        {result && (
          <p className="small" role="status">
            {words.plural(result.rows, 'entry', 'entries')} saved.{' '}
            {result.verdict.ok
              ? 'The record was whole.'
              : `The record was not whole: ${result.verdict.text}.`}{' '}
            <span className="dim">
              SHA-256 of the file: <code>{result.digest}</code>
            </span>
          </p>
        )}
        <div>
          <Button icon="download" submits busy={rows !== null}>
            Export
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Midnight of a day as this machine has it; undefined where none is typed. */
function startOf(date: string): number | undefined {
  const at = new Date(`${date}T00:00:00`).getTime();
  return Number.isNaN(at) ? undefined : at;
}
