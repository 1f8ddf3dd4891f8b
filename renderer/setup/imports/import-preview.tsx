/** What an import would do, file by file, before anything is written. */
import { useState } from 'react';
import type { ImportPreviewView } from '../../../shared/contract/import-schemas.ts';
import { NO_CURRENCY } from '../../../shared/money.ts';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import { bytesWord, fieldWord, kindWord, type PreviewedFile } from './import-words.ts';
import type { Target } from './import-work.ts';
import { RefusedList } from './refused-rows.tsx';

interface ImportPreviewProps {
  preview: ImportPreviewView;
  /** What a store that is made will be called; null: by its id. */
  name: string | null;
  asking: boolean;
  error: unknown;
  /** The same files with another currency or time zone. */
  onAsk: (target: Target) => void;
  onRun: (target: Target) => void;
  onBack: () => void;
}

export function ImportPreview({ preview, name, asking, error, onAsk, onRun, onBack }: ImportPreviewProps) {
  const { storeId, exists, connected, files } = preview;
  const [currency, setCurrency] = useState(preview.currency === NO_CURRENCY ? '' : preview.currency);
  const [zone, setZone] = useState(preview.zone);
  const target: Target = {
    storeId,
    ...(exists ? {} : { zone, ...(/^[A-Z]{3}$/.test(currency) ? { currency } : {}) }),
  };
  const changed = !exists && (zone !== preview.zone || (currency || NO_CURRENCY) !== preview.currency);
  const usable = files.some(({ kind }) => kind !== null);
  return (
    <div className="form">
      <p>
        Into <b dir="auto">{(!exists && name) || storeId}</b>
        {connected
          ? ', which is connected: what the shop has already stays as it is.'
          : exists
            ? ', which was imported from files.'
            : ', a new store that is not connected to a shop.'}{' '}
        Nothing has been written yet.
      </p>
      {!exists && (
        <div className="fields">
          <TextField
            label="Currency"
            value={currency}
            maxLength={3}
            placeholder="EUR"
            hint={
              preview.currency === NO_CURRENCY
                ? 'No file says so, and without it no amount can be read: three letters, please.'
                : 'As the files say.'
            }
            onChange={(text) => setCurrency(text.toUpperCase())}
          />
          <TextField
            label="Time zone"
            value={zone}
            hint="Of the shop, no file says so: its days begin by it."
            maxLength={100}
            onChange={setZone}
          />
        </div>
      )}
      <ul className="rows" aria-label="Files">
        {files.map((file, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
          <li key={index}>
            <FilePreview file={file} />
          </li>
        ))}
      </ul>
      {error !== null && <Problem error={error} />}
      <div className="line">
        {changed ? (
          <Button kind="primary" busy={asking} onPress={() => onAsk(target)}>
            Look again
          </Button>
        ) : (
          <Button
            kind="primary"
            icon="upload"
            busy={asking}
            barred={
              usable
                ? exists || currency !== ''
                  ? undefined
                  : 'Say the currency first.'
                : 'None of the files is one of Shopify’s exports.'
            }
            onPress={() => onRun(target)}
          >
            Import
          </Button>
        )}
        <Button onPress={onBack}>Choose other files</Button>
      </div>
    </div>
  );
}

/** What is none of a file is not said of it. */
const COUNTED = [
  ['fresh', 'new'],
  ['known', 'there already'],
  ['refused', 'can’t be taken'],
] as const;

function FilePreview({ file }: { file: PreviewedFile }) {
  const read = file.columns.filter(({ field }) => field !== null);
  const rows = file.complete ? file.rows : file.rowsEstimated;
  return (
    <div className="import-file">
      <div className="line">
        <h3 dir="auto">{file.file}</h3>
        <Pill tone={file.kind ? 'live' : 'risk'} icon={file.kind ? 'file' : 'warning'}>
          {kindWord(file.kind)}
        </Pill>
        <span className="dim small push">{bytesWord(file.bytes)}</span>
      </div>
      {file.kind === null ? (
        <p className="small">
          Its first line has none of the headers that Shopify’s exports have, so all of its rows are refused.
          Export it again as plain CSV, without changing the first line.
        </p>
      ) : (
        <>
          <p className="small">
            {file.complete ? '' : 'about '}
            {words.plural(rows, 'row')}
            {file.complete ? ': ' : `; of the first ${words.count(file.rows)}: `}
            {COUNTED.filter(
              ([of]) => file[of] > 0 || (of === 'fresh' && file.known + file.refused === 0),
            ).map(([of, word], index) => (
              <span key={of}>
                {index > 0 && ', '}
                <b>{words.count(file[of])}</b> {word}
              </span>
            ))}
          </p>
          {file.importedAs !== null && (
            <p className="small tone-wait">
              This very file was imported before: importing it again changes nothing.
            </p>
          )}
          {file.dateOrder && (
            <p className="small dim">Dates are read with the {file.dateOrder.replace(' first', '')} first.</p>
          )}
          <details className="help">
            <summary>
              {words.count(read.length)} of {words.plural(file.columns.length, 'column')} are read
            </summary>
            <ul className="columns-read small">
              {file.columns.map(({ header, field }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat
                <li key={index}>
                  <span dir="auto">{header || '(no name)'}</span>
                  <span className={field ? 'tone-good' : 'dim'}>
                    {field ? `→ ${fieldWord(field)}` : 'not read'}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
      {file.refusals.length > 0 && (
        <details className="help">
          <summary>
            {file.refused > file.refusals.length
              ? `The first ${words.count(file.refusals.length)} rows that can’t be taken`
              : 'Rows that can’t be taken'}
          </summary>
          <RefusedList label={`Refused rows of ${file.file}`} rows={file.refusals} />
        </details>
      )}
    </div>
  );
}
