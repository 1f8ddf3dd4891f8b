/** Taking files in, and those that were: what became of their rows, and the way back. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportEntryView } from '../../../../shared/contract/import-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { ImportFiles } from '../../../setup/imports/import-files.tsx';
import { countsWords, kindWord } from '../../../setup/imports/import-words.ts';
import { RefusedRows } from '../../../setup/imports/refused-rows.tsx';
import { UndoImport } from '../../../setup/imports/undo-import.tsx';
import { setupReads } from '../../../setup/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { words } from '../../../ui/words.ts';

export function ImportsCard() {
  const imports = useQuery(setupReads(useApi()).imports);
  const [open, setOpen] = useState(false);
  return (
    <Card
      title="Imports"
      scope="of Shopify’s CSV exports"
      action={
        !open && (
          <Button icon="upload" onPress={() => setOpen(true)}>
            Import files
          </Button>
        )
      }
    >
      {open && <ImportFiles />}
      <Loaded query={imports} lines={2}>
        {(list) =>
          list.length === 0 ? (
            !open && (
              <p className="dim small">
                Nothing was imported yet. Exports of orders lengthen the history of a connected shop beyond
                the 60 days that Shopify gives.
              </p>
            )
          ) : (
            <ul className="rows" aria-label="Imported files">
              {list.map((entry) => (
                <ImportRow key={entry.id} entry={entry} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function ImportRow({ entry }: { entry: ImportEntryView }) {
  const { store: nameOf } = useNames();
  const gone = entry.state === 'undone' || entry.state === 'undoing';
  return (
    <li className="import-file">
      <div className="setting-head">
        <div>
          <h3 dir="auto">{entry.file}</h3>
          <p className="small dim">
            {kindWord(entry.kind)} into {nameOf(entry.storeId)}, {words.moment(entry.startedAt)}
          </p>
          <p className="small">
            {entry.state === 'running'
              ? 'under way'
              : `${words.plural(entry.rows, 'row')}: ${countsWords(entry)}`}
          </p>
        </div>
        {entry.state !== 'running' && <UndoImport id={entry.id} file={entry.file} />}
      </div>
      {!gone && entry.refused > 0 && <Refused entry={entry} />}
    </li>
  );
}

function Refused({ entry }: { entry: ImportEntryView }) {
  const api = useApi();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['imports', 'refused', entry.id],
    queryFn: ({ signal }) => api.imports.refusals({ id: entry.id, limit: 100 }, { signal }),
    enabled: open,
  });
  if (!open)
    return (
      <div className="line">
        <Button kind="quiet" label={`See the refused rows of ${entry.file}`} onPress={() => setOpen(true)}>
          See the refused rows
        </Button>
      </div>
    );
  return data ? (
    <RefusedRows id={entry.id} file={entry.file} refused={data.refused} rows={data.rows} />
  ) : null;
}
