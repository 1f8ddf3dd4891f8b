/** Numbers and money as this person writes them: 1.234,5 where that is how it is written. */
import { NumberField as Base } from '@base-ui/react/number-field';
import { type Currency, currencyDigits, type Minor } from '../../shared/money.ts';
import { Field, type FieldProps } from './field.tsx';

interface NumberFieldProps extends FieldProps {
  /** null where nothing is typed: unknown is not zero. */
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number;
  /** "days", "units": shown behind the number. */
  unit?: string;
  format?: Intl.NumberFormatOptions;
}

export function NumberField(props: NumberFieldProps) {
  const { value, onChange, min, max, step, unit, format, ...field } = props;
  return (
    <Field {...field}>
      <Base.Root
        value={value}
        onValueChange={onChange}
        min={min}
        max={max}
        // Where no step is named any fraction may be typed: the browser would hold back the form without a word.
        step={step ?? 'any'}
        format={format}
        disabled={field.disabled}
        locale={globalThis.navigator?.language}
      >
        <Base.Group className="control control-group">
          <Base.Input className="number" />
          {unit && <span className="dim small">{unit}</span>}
        </Base.Group>
      </Base.Root>
    </Field>
  );
}

interface MoneyFieldProps extends FieldProps {
  /** In the currency's minor unit; null where nothing is typed. */
  value: Minor | null;
  currency: Currency;
  onChange: (value: Minor | null) => void;
  min?: Minor;
  max?: Minor;
}

export function MoneyField({ value, currency, onChange, min, max, ...field }: MoneyFieldProps) {
  const scale = 10 ** currencyDigits(currency);
  const major = (minor: Minor | undefined): number | undefined =>
    minor === undefined ? undefined : minor / scale;
  return (
    <NumberField
      {...field}
      value={value === null ? null : value / scale}
      onChange={(typed) => onChange(typed === null ? null : Math.round(typed * scale))}
      min={major(min)}
      max={major(max)}
      unit={currency}
      format={{
        minimumFractionDigits: currencyDigits(currency),
        maximumFractionDigits: currencyDigits(currency),
      }}
    />
  );
}
