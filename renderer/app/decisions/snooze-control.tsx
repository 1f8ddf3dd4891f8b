/** Not now: later today, tomorrow morning, next Monday, or a time of one's own. */
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/popover.tsx';
import { DateField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import { ownTime, snoozeTimes } from './snooze-times.ts';

interface SnoozeControlProps {
  /** What is snoozed, for who only hears it. */
  title: string;
  onSnooze: (until: number) => void;
  busy?: boolean;
}

export function SnoozeControl({ title, onSnooze, busy }: SnoozeControlProps) {
  const [own, setOwn] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <Button label={`Snooze: ${title}`} busy={busy}>
            Snooze
          </Button>
        }
        items={[
          ...snoozeTimes(Date.now()).map(({ label, until }) => ({
            label: `${label}, ${words.moment(until)}`,
            icon: 'snooze' as const,
            onPress: () => onSnooze(until),
          })),
          { label: 'Another time…', icon: 'calendar', onPress: () => setOwn(true) },
        ]}
      />
      {own && (
        <OwnTime
          title={title}
          onClose={() => setOwn(false)}
          onSnooze={(until) => {
            setOwn(false);
            onSnooze(until);
          }}
        />
      )}
    </>
  );
}

const HOURS = [6, 8, 10, 12, 14, 16, 18, 20];

function OwnTime({ title, onClose, onSnooze }: Omit<SnoozeControlProps, 'busy'> & { onClose: () => void }) {
  const [date, setDate] = useState('');
  const [hour, setHour] = useState('8');
  const [asked, setAsked] = useState(false);
  const until = ownTime(date, Number(hour), Date.now());
  return (
    <Dialog open onClose={onClose} title="Snooze until" text={title}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (until !== null) onSnooze(until);
        }}
      >
        <DateField
          label="Day"
          value={date}
          onChange={setDate}
          error={asked && until === null ? 'Choose a day and an hour that lie ahead.' : null}
        />
        <Select
          label="Hour"
          value={hour}
          onChange={setHour}
          options={HOURS.map((one) => ({
            value: String(one),
            label: words.time(new Date(2026, 0, 1, one).getTime()),
          }))}
        />
        <div className="line">
          <Button kind="primary" submits>
            Snooze
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
