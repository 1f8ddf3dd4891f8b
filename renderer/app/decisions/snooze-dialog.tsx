/** Not now: later today, tomorrow morning, next Monday, or a time of one's own. */
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DateField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import { ownTime, snoozeTimes } from './snooze-times.ts';

interface SnoozeDialogProps {
  /** What is snoozed. */
  title: string;
  onClose: () => void;
  onSnooze: (until: number) => void;
}

const HOURS = [6, 8, 10, 12, 14, 16, 18, 20];

export function SnoozeDialog({ title, onClose, onSnooze }: SnoozeDialogProps) {
  const [now] = useState(() => Date.now());
  const [date, setDate] = useState('');
  const [hour, setHour] = useState('8');
  const [asked, setAsked] = useState(false);
  const until = ownTime(date, Number(hour), now);
  return (
    <Dialog open onClose={onClose} title="Snooze until" text={<span dir="auto">{title}</span>}>
      <div className="snooze-times">
        {snoozeTimes(now).map((time) => (
          <Button key={time.id} onPress={() => onSnooze(time.until)}>
            {time.label}
            <span className="dim small">{words.moment(time.until)}</span>
          </Button>
        ))}
      </div>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (until !== null) onSnooze(until);
        }}
      >
        <div className="snooze-own">
          <DateField
            label="Another day"
            value={date}
            onChange={setDate}
            error={asked && until === null ? 'Choose a day and an hour that lie ahead.' : null}
          />
          <Select
            label="At"
            value={hour}
            onChange={setHour}
            options={HOURS.map((one) => ({
              value: String(one),
              label: words.time(new Date(2026, 0, 1, one).getTime()),
            }))}
          />
          <Button submits>Snooze</Button>
        </div>
      </form>
    </Dialog>
  );
}
