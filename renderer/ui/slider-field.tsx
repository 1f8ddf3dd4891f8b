/** A number chosen by sliding or by typing: for trying out what another one would do. */
import { useId } from 'react';
import { NumberField } from './number-fields.tsx';

interface SliderFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  step: number;
  /** "days", "%": shown behind the number. */
  unit: string;
  hint?: string;
}

export function SliderField({ label, value, onChange, min, max, step, unit, hint }: SliderFieldProps) {
  const id = useId();
  return (
    <div className="slider-field">
      <NumberField
        label={label}
        hint={hint}
        value={value}
        min={min}
        max={max}
        step={step}
        unit={unit}
        onChange={(typed) => {
          if (typed !== null) onChange(typed);
        }}
      />
      <label className="unseen" htmlFor={id}>
        {label}, by sliding
      </label>
      <input
        id={id}
        className="slider"
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={`${value} ${unit}`}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}
