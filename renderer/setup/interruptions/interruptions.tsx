/** What may interrupt whoever looks: by kind, and never in the quiet hours. Each choice is kept at once. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  NotificationKind,
  NotificationPreferences,
} from '../../../shared/contract/notification-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { Switch } from '../../ui/choices.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TimeField } from '../../ui/text-fields.tsx';
import { setupReads } from '../queries.ts';
import './interruptions.css';

type Channel = NotificationPreferences['kinds'][NotificationKind];
type Changes = {
  kinds?: Partial<NotificationPreferences['kinds']>;
  quiet?: NotificationPreferences['quiet'];
};

const KINDS: readonly { kind: NotificationKind; title: string; text: string }[] = [
  {
    kind: 'proposal_deadline',
    title: 'A decision is due within a day',
    text: 'A proposal expires, and then nothing of it is done.',
  },
  {
    kind: 'action_failed',
    title: 'Something you approved failed',
    text: 'The shop refused it, or it could not be sent.',
  },
  {
    kind: 'action_unknown',
    title: 'It is not known whether something was done',
    text: 'You are asked to look into the shop.',
  },
  { kind: 'sync_failing', title: 'A shop can’t be read any more', text: 'What you see of it grows old.' },
  {
    kind: 'agent_failing',
    title: 'An agent fails again and again',
    text: 'It proposes nothing until that is mended.',
  },
  {
    kind: 'audit_broken',
    title: 'The record of what was done was tampered with',
    text: 'Nothing is carried out until a person has looked.',
  },
  { kind: 'stop_pulled', title: 'All agents were stopped', text: 'By somebody else, or by the program.' },
  {
    kind: 'unwatched',
    title: 'Nobody watched for a while',
    text: 'The machine slept or was off; what was missed is listed.',
  },
];

const CHANNELS: readonly { value: Channel; label: string }[] = [
  { value: 'interrupt', label: 'Interrupt me' },
  { value: 'centre', label: 'Only list it' },
  { value: 'off', label: 'Off' },
];

const NIGHT = { from: '22:00', to: '07:00' };

export function Interruptions() {
  const api = useApi();
  const queries = useQueryClient();
  const { queryKey } = setupReads(api).preferences;
  const preferences = useQuery(setupReads(api).preferences);
  const change = useMutation({
    mutationFn: (changes: Changes) => api.notifications.setPreferences(changes),
    // Shown as pressed at once, as it was where the core refuses it.
    onMutate({ kinds, quiet }) {
      const before = queries.getQueryData<NotificationPreferences>(queryKey);
      if (before)
        queries.setQueryData<NotificationPreferences>(queryKey, {
          kinds: { ...before.kinds, ...kinds },
          quiet: quiet === undefined ? before.quiet : quiet,
        });
      return before;
    },
    onError: (_error, _changes, before) => queries.setQueryData(queryKey, before),
    onSuccess: (kept) => queries.setQueryData(queryKey, kept),
  });
  return (
    <Loaded query={preferences} lines={8}>
      {({ kinds, quiet }) => (
        <div className="form">
          <ul className="rows" aria-label="What may interrupt you">
            {KINDS.map(({ kind, title, text }) => (
              <li key={kind} className="interruption">
                <div>
                  <h3>{title}</h3>
                  <p className="dim small">{text}</p>
                </div>
                <Segmented
                  label={title}
                  value={kinds[kind]}
                  onChange={(channel) => change.mutate({ kinds: { [kind]: channel } })}
                  options={CHANNELS}
                />
              </li>
            ))}
          </ul>
          <div className="quiet-hours">
            <Switch
              label="Quiet hours"
              hint="What would interrupt you then waits in the list; by the shop’s clock."
              value={quiet !== null}
              onChange={(on) => change.mutate({ quiet: on ? NIGHT : null })}
            />
            {quiet && (
              <div className="line">
                <TimeField
                  label="From"
                  value={quiet.from}
                  onChange={(from) => from && change.mutate({ quiet: { ...quiet, from } })}
                />
                <TimeField
                  label="To"
                  value={quiet.to}
                  onChange={(to) => to && change.mutate({ quiet: { ...quiet, to } })}
                />
              </div>
            )}
          </div>
          {change.error && <Problem error={change.error} />}
        </div>
      )}
    </Loaded>
  );
}
