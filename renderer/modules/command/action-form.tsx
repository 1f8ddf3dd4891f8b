/** What a rejection or a snooze needs to know. */
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-fields.tsx';
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
      <TextField
        label="Why not? Kept with the decision."
        ref={focusNow}
        value={reason}
        maxLength={500}
        onChange={setReason}
      />
      <Button submits>Reject it</Button>
      <Button kind="quiet" onPress={cancel}>
        Cancel
      </Button>
    </form>
  );
}

/** The one field of what was just asked for. */
function focusNow(field: HTMLInputElement | null): void {
  field?.focus();
}
