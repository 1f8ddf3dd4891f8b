/** A count with a thumb in mind: one less, the number itself, one more. */
import { useId } from 'react';
import { Icon } from '../../../ui/icon.tsx';

interface CountStepperProps {
  label: string;
  /** What is counted, for who only hears it. */
  of: string;
  value: number;
  onChange: (value: number) => void;
}

const MOST = 1_000_000;

export function CountStepper({ label, of, value, onChange }: CountStepperProps) {
  const id = useId();
  return (
    <div className="stepper-count">
      <label className="small dim" htmlFor={id}>
        {label}
        <span className="unseen"> of {of}</span>
      </label>
      <div className="stepper-row">
        <button
          type="button"
          className="button"
          aria-label={`One less ${label.toLowerCase()}: ${of}`}
          aria-disabled={value === 0}
          onClick={() => onChange(Math.max(0, value - 1))}
        >
          <Icon name="minus" />
        </button>
        <input
          id={id}
          className="control number"
          inputMode="numeric"
          pattern="[0-9]*"
          autoComplete="off"
          value={String(value)}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            const typed = Number(event.target.value.replace(/\D/g, ''));
            onChange(Math.min(MOST, typed));
          }}
        />
        <button
          type="button"
          className="button"
          aria-label={`One more ${label.toLowerCase()}: ${of}`}
          onClick={() => onChange(Math.min(MOST, value + 1))}
        >
          <Icon name="plus" />
        </button>
      </div>
    </div>
  );
}
