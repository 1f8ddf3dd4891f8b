/** What is kept on the disk, and what is free. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Storage } from '../../../shared/contract/data-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { bytesWord } from '../../setup/imports/import-words.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { words } from '../../ui/words.ts';
import { systemReads } from './queries.ts';

const FILES: Readonly<Record<Storage['files'][number]['name'], string>> = {
  imports: 'Imported files',
  downloads: 'Downloads under way',
  uploads: 'Files being handed over',
  logs: 'Logs',
};

type Database = Storage['databases'][number];

export function StorageCard() {
  const storage = useQuery(systemReads(useApi()).storage);
  return (
    <Card
      title="Storage"
      scope="on the machine that the program runs on"
      action={<ButtonLink href={placeTo('settings', ['data'])}>Backups and exports</ButtonLink>}
    >
      <Loaded query={storage} lines={6}>
        {(found) => <Kept storage={found} />}
      </Loaded>
    </Card>
  );
}

/** What is in it, counted once it is opened. */
function WithTables({ database: { name, storeId }, children }: { database: Database; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const counted = useQuery({ ...systemReads(useApi()).tables, enabled: open });
  return (
    <details className="help" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{children}</summary>
      <Loaded query={counted} lines={4}>
        {(databases) => (
          <ul className="storage-tables small">
            {databases
              .find((one) => one.name === name && one.storeId === storeId)
              ?.tables.map((table) => (
                <li key={table.name}>
                  <code>{table.name}</code>
                  <span className="number">{words.plural(table.rows, 'row')}</span>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
    </details>
  );
}

function Kept({ storage: { folder, databases, files, disk } }: { storage: Storage }) {
  const { store: nameOf } = useNames();
  const used = [...databases, ...files].reduce((sum, { bytes }) => sum + bytes, 0);
  const name = (database: Storage['databases'][number]): string =>
    database.name === 'mirror'
      ? `Copy of ${nameOf(database.storeId ?? '')}`
      : database.name === 'ledger'
        ? 'Decisions and their record'
        : 'Stores and settings';
  return (
    <>
      <p>
        <b>{bytesWord(used)}</b> <span className="dim">used;</span> <b>{bytesWord(disk.freeBytes)}</b>{' '}
        <span className="dim">of {bytesWord(disk.totalBytes)} free</span>
      </p>
      <p className="small">
        <span className="dim">In</span> <code>{folder}</code>
      </p>
      <ul className="rows">
        {databases.map((database) => {
          const line = (
            <span className="storage-line">
              <span dir="auto">{name(database)}</span>
              <span className="number">{bytesWord(database.bytes)}</span>
            </span>
          );
          return (
            <li key={`${database.name} ${database.storeId}`}>
              {database.name === 'app' ? line : <WithTables database={database}>{line}</WithTables>}
            </li>
          );
        })}
        {files
          .filter(({ bytes }) => bytes > 0)
          .map(({ name: kind, storeId, bytes }) => (
            <li key={`${kind} ${storeId}`} className="storage-line storage-files">
              <span className="small dim" dir="auto">
                {FILES[kind]}
                {storeId !== null && ` of ${nameOf(storeId)}`}
              </span>
              <span className="number small">{bytesWord(bytes)}</span>
            </li>
          ))}
      </ul>
    </>
  );
}
