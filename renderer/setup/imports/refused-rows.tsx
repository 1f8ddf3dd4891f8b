/** Rows that an import refused: line and reason, a page at a time, and all of them as CSV to mend them by. */
import { useMutation } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import { csvLine } from '../../../shared/csv-line.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { saveText } from '../../ui/save-file.ts';
import { words } from '../../ui/words.ts';

export interface Refusal {
  file: string;
  line: number;
  reason: string;
}

export function RefusedList({ label, rows }: { label: string; rows: readonly Refusal[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get in
    <section className="refused" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ line, reason }) => (
            <tr key={`${line} ${reason}`}>
              <td className="number">{words.count(line)}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const SHOWN = 100;

/** `rows` holds the first of them. */
export function RefusedRows({
  id,
  file,
  refused,
  rows,
}: {
  id: number | null;
  file: string;
  refused: number;
  rows: readonly Refusal[];
}) {
  const api = useApi();
  const save = useMutation({
    async mutationFn() {
      const all = id === null ? rows : await allRefused(api, id);
      saveText(
        [csvLine(['file', 'line', 'reason']), ...all.map((row) => csvLine([row.file, row.line, row.reason]))],
        'text/csv',
        `refused-rows-of-${file.replace(/\.csv$/i, '')}.csv`,
      );
    },
  });
  if (refused === 0) return null;
  return (
    <details className="help" open>
      <summary>
        {words.plural(refused, 'row')} refused
        {rows.length > SHOWN || refused > rows.length
          ? `, the first ${words.count(Math.min(SHOWN, rows.length))} here`
          : ''}
      </summary>
      <RefusedList label={`Refused rows of ${file}`} rows={rows.slice(0, SHOWN)} />
      <div className="line refused-save">
        <Button
          icon="download"
          label={`Save as CSV: the refused rows of ${file}`}
          busy={save.isPending}
          onPress={() => save.mutate()}
        >
          Save as CSV
        </Button>
        <span className="small dim">Mend them in the export, and import it again: the rest stays.</span>
      </div>
      {save.error && <Problem error={save.error} />}
    </details>
  );
}

async function allRefused(api: RoyalClient, id: number): Promise<Refusal[]> {
  const all: Refusal[] = [];
  for (let after = 0; ; ) {
    const { rows } = await api.imports.refusals({ id, after, limit: 1000 });
    all.push(...rows);
    const last = rows.at(-1);
    if (!last || rows.length < 1000) return all;
    after = last.line;
  }
}
