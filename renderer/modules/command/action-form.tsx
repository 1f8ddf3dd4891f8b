/** What a rejection or a snooze needs to know. */
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import type { Decision } from './decide.ts';

interface ActionFormProps {
  kind: 'reject' | 'snooze';
  decide: (decision: Decision) => void;
  cancel: () => void;
}

const DAY_MS = 86_400_000;
const SNOOZES = [
  { days: 1, word: 'For a day' },
  { days: 3, word: 'For 3 days' },
  { days: 7, word: 'For a week' },
];

export function ActionForm({ kind, decide, cancel }: ActionFormProps) {
  const [reason, setReason] = useState('');
  if (kind === 'snooze')
    return (
      <fieldset className="action-form plain">
        <legend className="unseen">Snooze for how long</legend>
        {SNOOZES.map(({ days, word }) => (
          <Button key={days} onPress={() => decide({ verb: 'snooze', until: Date.now() + days * DAY_MS })}>
            {word}
          </Button>
        ))}
        <Button kind="quiet" onPress={cancel}>
          Cancel
        </Button>
      </fieldset>
    );
  return (
    <form
      className="action-form"
      onSubmit={(event) => {
        event.preventDefault();
        decide({ verb: 'reject', reason: reason.trim() });
      }}
    >
      <label className="field">
        <span className="small">Why not? Kept with the decision.</span>
        {/* biome-ignore lint/a11y/noAutofocus: the one field of what was just asked for */}
        <input value={reason} maxLength={500} autoFocus onChange={(event) => setReason(event.target.value)} />
      </label>
      <Button submits>Reject it</Button>
      <Button kind="quiet" onPress={cancel}>
        Cancel
      </Button>
    </form>
  );
}
