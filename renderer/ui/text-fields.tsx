/** Text, longer text, a secret, a date: typed, with what is wrong beside it. */
import { Field as Base } from '@base-ui/react/field';
import type { Ref } from 'react';
import { Field, type FieldProps } from './field.tsx';

interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** `secret` is never shown and never filled in. */
  kind?: 'text' | 'email' | 'url' | 'search' | 'secret';
  placeholder?: string;
  maxLength?: number;
  required?: boolean;
  name?: string;
  ref?: Ref<HTMLInputElement>;
}

export function TextField({
  value,
  onChange,
  kind = 'text',
  placeholder,
  maxLength,
  required,
  name,
  ref,
  ...field
}: TextFieldProps) {
  return (
    <Field {...field}>
      <Base.Control
        ref={ref}
        className="control"
        type={kind === 'secret' ? 'password' : kind}
        autoComplete="off"
        spellCheck={kind === 'text'}
        value={value}
        onValueChange={onChange}
        placeholder={placeholder}
        maxLength={maxLength}
        required={required}
        name={name}
      />
    </Field>
  );
}

interface TextAreaProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Lines shown. */
  rows?: number;
  placeholder?: string;
  maxLength?: number;
}

export function TextArea({ value, onChange, rows = 3, placeholder, maxLength, ...field }: TextAreaProps) {
  return (
    <Field {...field}>
      <Base.Control
        className="control"
        render={<textarea rows={rows} />}
        value={value}
        onValueChange={onChange}
        placeholder={placeholder}
        maxLength={maxLength}
      />
    </Field>
  );
}

interface DateFieldProps extends FieldProps {
  /** "YYYY-MM-DD", or '' where none is chosen. */
  value: string;
  onChange: (date: string) => void;
  min?: string;
  max?: string;
}

export function DateField({ value, onChange, min, max, ...field }: DateFieldProps) {
  return (
    <Field {...field}>
      <Base.Control
        className="control number"
        type="date"
        value={value}
        onValueChange={onChange}
        min={min}
        max={max}
      />
    </Field>
  );
}

interface TimeFieldProps extends FieldProps {
  /** "22:00", or '' where none is chosen. */
  value: string;
  onChange: (time: string) => void;
}

export function TimeField({ value, onChange, ...field }: TimeFieldProps) {
  return (
    <Field {...field}>
      <Base.Control className="control number" type="time" value={value} onValueChange={onChange} />
    </Field>
  );
}
