/** Who works here: their roles, the links that let them in, and what is let in already. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonView } from '../../../../shared/contract/people-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { words } from '../../../ui/words.ts';
import { settingsReads } from '../queries.ts';
import { AccessCard } from './access-card.tsx';
import { useLimitWords } from './limit-words.ts';
import { PersonDialog } from './person-dialog.tsx';
import { RemovePerson } from './remove-person.tsx';
import { SignInLink } from './sign-in-link.tsx';

export function PeopleSection() {
  const people = useQuery(settingsReads(useApi()).people);
  const [added, setAdded] = useState(false);
  return (
    <>
      <Card
        title="People"
        scope={people.data && words.plural(people.data.length, 'person', 'people')}
        action={
          <Button icon="plus" onPress={() => setAdded(true)}>
            Add a person
          </Button>
        }
      >
        <p className="dim small">
          Owners may do everything. Helpers receive and pack, propose, and approve up to their limit; they see
          no costs, no customers’ data and no keys, and may always stop all agents.
        </p>
        <Loaded query={people} lines={4}>
          {(list) => (
            <ul className="rows" aria-label="People">
              {list.map((person) => (
                <PersonRow key={person.name} person={person} />
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
      <AccessCard />
      {added && <PersonDialog person={null} onClose={() => setAdded(false)} />}
    </>
  );
}

type Asked = 'edit' | 'remove' | 'link';

function PersonRow({ person }: { person: PersonView }) {
  const limitWords = useLimitWords();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  return (
    <li>
      <div className="setting-head">
        <div>
          <div className="line">
            <h3 dir="auto">{person.name}</h3>
            <Pill
              tone={person.role === 'owner' ? 'live' : 'quiet'}
              icon={person.role === 'owner' ? 'crown' : 'person'}
            >
              {person.role === 'owner' ? 'Owner' : 'Helper'}
            </Pill>
            {person.you && <span className="small dim">that is you</span>}
          </div>
          <p className="dim small">
            {person.role === 'owner'
              ? 'Approves everything'
              : person.approvalLimit === null
                ? 'Approves nothing that costs money'
                : `Approves up to ${limitWords(person.approvalLimit)} an action`}
            ; {words.plural(person.sessions, 'browser')} signed in
            {person.tokens > 0 && `, ${words.plural(person.tokens, 'token')}`}
          </p>
        </div>
        <div className="line">
          <Button icon="key" label={`Sign-in link for ${person.name}`} onPress={() => setAsked('link')}>
            Sign-in link
          </Button>
          <Button icon="edit" label={`Change ${person.name}`} onPress={() => setAsked('edit')}>
            Change
          </Button>
          {!person.you && (
            <Button icon="delete" label={`Remove ${person.name}`} onPress={() => setAsked('remove')}>
              Remove
            </Button>
          )}
        </div>
      </div>
      {asked === 'edit' && <PersonDialog person={person} onClose={close} />}
      {asked === 'remove' && <RemovePerson person={person} onClose={close} />}
      {asked === 'link' && <SignInLink person={person} onClose={close} />}
    </li>
  );
}
