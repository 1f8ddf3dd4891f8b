/** Backups: made into a new folder, put back once that was typed out, told where they lie. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../app/bridge-context.tsx';
import { isDesktop } from '../../../app/shell.ts';
import { bytesWord } from '../../../setup/imports/import-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { TypedConfirm } from '../../../ui/typed-confirm.tsx';
import { words } from '../../../ui/words.ts';
import { settingsReads } from '../queries.ts';
import { backupPath } from './backup-path.ts';

export function BackupsCard() {
  const api = useApi();
  const queries = useQueryClient();
  const backups = useQuery(settingsReads(api).backups);
  const folder = useQuery(settingsReads(api).storage).data?.folder;
  const [typed, setTyped] = useState<string | null>(null);
  const [restored, setRestored] = useState<string | null>(null);
  const [elsewhere, setElsewhere] = useState('');
  const path = typed ?? (folder ? backupPath(folder, new Date()) : '');
  const create = useMutation({
    mutationFn: () => api.backup.create({ path: path.trim() }),
    onSuccess(made) {
      setTyped(null);
      toast({
        title: 'The backup is made',
        text: `${words.plural(made.files, 'file')}, ${bytesWord(made.bytes)}`,
      });
      return queries.invalidateQueries({ queryKey: ['backups'] });
    },
  });
  return (
    <Card title="Backups" scope="of everything that is kept">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim() !== '' && !create.isPending) create.mutate();
        }}
      >
        <TextField
          label="Into this new folder"
          value={path}
          hint="On the machine that the program runs on, better on another disk. What exists there stays."
          onChange={setTyped}
        />
        <div className="line">
          <Button icon="download" submits busy={create.isPending}>
            {create.isPending ? 'Making it…' : 'Make a backup'}
          </Button>
        </div>
        {create.error && <Problem error={create.error} />}
      </form>
      <Loaded query={backups} lines={2}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim small">No backup was made yet.</p>
          ) : (
            <ul className="rows" aria-label="Backups">
              {list.map((backup) => (
                <li key={backup.path} className="setting-head">
                  <div>
                    <p>
                      <b>{words.moment(backup.at)}</b>{' '}
                      <span className="dim">
                        {bytesWord(backup.bytes)}, {words.plural(backup.stores.length, 'store')}
                      </span>{' '}
                      {!backup.there && (
                        <Pill tone="wait" icon="warning">
                          Not there any more
                        </Pill>
                      )}
                    </p>
                    <code>{backup.path}</code>
                  </div>
                  {backup.there && (
                    <Button
                      icon="undo"
                      label={`Restore the backup of ${words.moment(backup.at)}`}
                      onPress={() => setRestored(backup.path)}
                    >
                      Restore
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <details className="help">
        <summary>Restore a backup that is not listed</summary>
        <div className="form">
          <TextField
            label="Folder of the backup"
            value={elsewhere}
            placeholder="/media/disk/royal-backup"
            onChange={setElsewhere}
          />
          <div className="line">
            <Button
              icon="undo"
              barred={elsewhere.trim() === '' ? 'Say where it lies first.' : undefined}
              onPress={() => setRestored(elsewhere.trim())}
            >
              Restore it
            </Button>
          </div>
        </div>
      </details>
      {restored !== null && <RestoreDialog path={restored} onClose={() => setRestored(null)} />}
    </Card>
  );
}

function RestoreDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const api = useApi();
  const restore = useMutation({
    mutationFn: () => api.backup.restore({ path }),
    onSuccess({ backupOf }) {
      onClose();
      toast({
        title: 'The backup is being put back',
        text: `All is as of ${words.moment(backupOf)} in a moment; the page goes on by itself.`,
        tone: 'wait',
      });
    },
  });
  return (
    <TypedConfirm
      title="Restore this backup"
      word="restore"
      action="Put it back"
      busy={restore.isPending}
      error={restore.error}
      onConfirm={() => restore.mutate()}
      onClose={onClose}
    >
      <p>
        <code>{path}</code> takes the place of everything that is here now: what was decided, imported or
        changed since then is gone. The shops themselves are not changed.
      </p>
      <p className="dim small">
        It is checked first. Keys are in no backup: those of this machine stay.{' '}
        {!isDesktop && 'Every browser is signed out by it; let yourself in again with a new link. '}Afterwards
        all agents are stopped until you resume, so that nothing is done twice. Customers that were deleted
        since stay deleted.
      </p>
    </TypedConfirm>
  );
}
