/** A link that lets one browser in, once. */
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PersonView } from '../../../../shared/contract/people-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { CopyText } from '../../../ui/copy-text.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { words } from '../../../ui/words.ts';

export function SignInLink({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const api = useApi();
  const invite = useMutation({ mutationFn: () => api.access.invite({ person: person.name }) });
  const { mutate, data } = invite;
  useEffect(() => mutate(), [mutate]);
  return (
    <Dialog open onClose={onClose} title={`Sign-in link for ${person.name}`}>
      <div className="form">
        {invite.error && <Problem error={invite.error} onRetry={() => mutate()} />}
        {!data && !invite.error && <p className="dim">Making a link…</p>}
        {data?.link && (
          <>
            <p>
              Open it in their browser. It works once, until {words.moment(data.expiresAt)}; whoever has it is
              let in as {person.name}.
            </p>
            <CopyText text={data.link} label="the link" />
            <p className="small dim">
              It leads to where the program is served. Where that is this machine alone (127.0.0.1), it works
              in browsers of this machine only: for a phone, serve the program at an address that the phone
              reaches.
            </p>
          </>
        )}
        {data && data.link === null && (
          <p>
            The program serves no browsers at the moment. Start it with <code>royal serve</code>, then make a
            link here or with <code>royal access invite</code>.
          </p>
        )}
      </div>
    </Dialog>
  );
}
