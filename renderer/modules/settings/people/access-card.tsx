/** Browsers that are signed in and tokens of other programs; each can be ended, at once. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { words } from '../../../ui/words.ts';
import { settingsReads } from '../queries.ts';

export function AccessCard() {
  const api = useApi();
  const queries = useQueryClient();
  const access = useQuery(settingsReads(api).access);
  const now = useNow();
  const [asked, setAsked] = useState(false);
  const revoke = useMutation({
    mutationFn: (id: number) => api.access.revoke({ id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['access'] }),
  });
  return (
    <Card
      title="Let in"
      scope="browsers and programs"
      action={
        <Button icon="plus" onPress={() => setAsked(true)}>
          Token for a program
        </Button>
      }
    >
      <Loaded query={access} lines={3}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim small">Nobody is let in by a browser, and no program has a token.</p>
          ) : (
            <ul className="rows" aria-label="Let in">
              {list.map(({ id, kind, name, person, lastUsedAt, expiresAt }) => (
                <li key={id} className="setting-head">
                  <div>
                    <p>
                      <Icon name={kind === 'session' ? 'eye' : 'key'} /> <b dir="auto">{name}</b>{' '}
                      <span className="dim">{kind === 'session' ? 'browser' : 'token'} of</span> {person}
                    </p>
                    <p className="dim small">
                      used {words.ago(lastUsedAt, now)};{' '}
                      {expiresAt === null ? 'until it is ended' : `until ${words.moment(expiresAt)}`}
                    </p>
                  </div>
                  <Button
                    label={`${kind === 'session' ? 'Sign out' : 'End the token'}: ${name} of ${person}`}
                    busy={revoke.isPending && revoke.variables === id}
                    onPress={() => revoke.mutate(id)}
                  >
                    {kind === 'session' ? 'Sign out' : 'End'}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {revoke.error && <Problem error={revoke.error} />}
      {asked && <TokenDialog onClose={() => setAsked(false)} />}
    </Card>
  );
}

function TokenDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () => api.access.createToken({ name: name.trim() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['access'] }),
  });
  if (make.data)
    return (
      <Dialog
        open
        onClose={onClose}
        title="The token"
        text="It is shown this once. Keep it where the other program keeps its secrets."
      >
        <CopyText text={make.data.token} label="the token" />
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="A token for a program"
      text="It may do what you may do, until you end it. The address of the interface is /api, its description at /api/docs."
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !make.isPending) make.mutate();
        }}
      >
        <TextField label="What it is for" value={name} maxLength={100} required onChange={setName} />
        {make.error && <Problem error={make.error} />}
        <div className="line">
          <Button
            kind="primary"
            submits
            busy={make.isPending}
            barred={name.trim() === '' ? 'Say what it is for first.' : undefined}
          >
            Make it
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
