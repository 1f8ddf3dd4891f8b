/** Takes in CSV exports: dropped, looked at before anything is written, imported, and undone where they were the wrong ones. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportResultView } from '../../../shared/contract/import-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { Select } from '../../ui/choices.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Progress } from '../../ui/progress.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import { ImportPreview } from './import-preview.tsx';
import { ImportResult } from './import-result.tsx';
import { bytesWord, freeIdOf } from './import-words.ts';
import { msLeft, useImport } from './import-work.ts';
import './imports.css';

const NEW = '';

interface ImportFilesProps {
  onDone?: (result: ImportResultView) => void;
}

export function ImportFiles({ onDone }: ImportFilesProps) {
  const { data: stores } = useQuery(reads(useApi()).stores);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  /** The store that an import has begun to make: tried again, it goes on in the same one. */
  const [begun, setBegun] = useState<string | null>(null);
  const importing = useImport((result) => {
    // More files are most likely of the store that these were of.
    setChosen(result.storeId);
    setName('');
    setBegun(null);
    onDone?.(result);
  });
  const { work, error } = importing;
  const into = chosen ?? stores?.[0]?.id ?? NEW;
  const ids = (stores ?? []).map((store) => store.id);
  const storeId = into === NEW ? (begun ?? freeIdOf(name, ids)) : into;
  const called = into === NEW && name.trim() !== '' ? name.trim() : null;
  const busy = work.step === 'handing-over' || work.step === 'importing';

  if (work.step === 'preview')
    return (
      <ImportPreview
        preview={work.preview}
        asking={work.asking}
        error={error}
        name={called}
        onAsk={(target) => void importing.askAgain(target)}
        onRun={(target) => {
          if (into === NEW) setBegun(target.storeId);
          void importing.run({ ...target, name: called ?? undefined });
        }}
        onBack={importing.begin}
      />
    );
  if (work.step === 'done') return <ImportResult result={work.result} onMore={importing.begin} />;
  return (
    <div className="form">
      {work.step === 'choose' && (
        <>
          <div className="fields">
            <Select
              label="Into"
              value={into}
              onChange={setChosen}
              options={[
                ...(stores ?? []).map((store) => ({
                  value: store.id,
                  label: store.name,
                  hint:
                    store.credentials === 'none'
                      ? 'imported from files'
                      : 'connected: the files lengthen its history',
                })),
                { value: NEW, label: 'A store of its own', hint: 'not connected to a shop' },
              ]}
            />
            {into === NEW && (
              <TextField
                label="Name of the store"
                value={name}
                placeholder="My shop"
                hint={`It is called ${storeId} here.`}
                maxLength={100}
                onChange={(text) => {
                  setName(text);
                  setBegun(null);
                }}
              />
            )}
          </div>
          <DropZone
            label="Drop Shopify’s CSV exports here, or choose them"
            hint="Products, inventory, orders and customers, several at once and in any order. Nothing is written before you have seen what would be."
            accept=".csv,text/csv"
            multiple
            onFiles={(files) =>
              // No file says where the shop is: likeliest where its owner sits, which may be far from the core.
              void importing.take(files, { storeId, ...(into === NEW ? { zone: ownZone() } : {}) })
            }
          />
          <details className="help">
            <summary>Where Shopify exports them</summary>
            <ul className="points small">
              <li>
                <b>Products › Export › All products</b>, as plain CSV
              </li>
              <li>
                <b>Products › Inventory › Export › All variants</b>, from all locations
              </li>
              <li>
                <b>Orders › Export › All orders</b> and <b>Export orders</b>; large exports come by mail
              </li>
              <li>
                <b>Customers › Export › All customers</b>
              </li>
            </ul>
          </details>
        </>
      )}
      {work.step === 'handing-over' && (
        <Progress
          label="Reading the files"
          what={`Reading ${work.file}: ${bytesWord(work.bytes)} of ${bytesWord(work.ofBytes)}`}
          counted
          done={work.bytes}
          total={work.ofBytes}
          etaMs={msLeft(work.startedAt, Date.now(), work.bytes / Math.max(1, work.ofBytes))}
          onCancel={importing.breakOff}
        />
      )}
      {work.step === 'importing' && <Importing {...work} />}
      {error !== null && !busy && <Problem error={error} />}
    </div>
  );
}

function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function Importing({
  progress,
  startedAt,
}: Extract<ReturnType<typeof useImport>['work'], { step: 'importing' }>) {
  if (progress === null) return <Progress label="Importing" what="Importing" done={0} total={null} />;
  const { file, rows, refused, bytes, ofBytes, done, total } = progress;
  const share = (done + bytes / Math.max(1, ofBytes)) / Math.max(1, total);
  return (
    <>
      <Progress
        label="Importing"
        what={`${file}, file ${words.count(Math.min(done + 1, total))} of ${words.count(total)}: ${words.plural(rows, 'row')}${refused > 0 ? `, ${words.count(refused)} refused` : ''}`}
        counted
        done={Math.round(share * 1000)}
        total={1000}
        etaMs={msLeft(startedAt, Date.now(), share)}
      />
      <p className="small dim">
        It goes on if you leave this page. A row that can’t be taken is kept apart with its reason and stops
        nothing else; the whole import can be undone afterwards.
      </p>
    </>
  );
}
