/** What every field has: a label, a hint, its error beside it. */
import { Field as Base } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export interface FieldProps {
  label: ReactNode;
  /** Where the label is plain from what stands around. */
  hideLabel?: boolean;
  hint?: ReactNode;
  /** What is wrong with what was typed, and how to mend it. */
  error?: string | null;
  disabled?: boolean;
}

export function Field({
  label,
  hideLabel,
  hint,
  error,
  disabled,
  children,
}: FieldProps & { children: ReactNode }) {
  return (
    <Base.Root className="field" invalid={Boolean(error)} disabled={disabled}>
      <Base.Label className={hideLabel ? 'unseen' : 'field-label'}>{label}</Base.Label>
      {children}
      {hint && <Base.Description className="dim small">{hint}</Base.Description>}
      <Base.Error className="field-error small tone-risk" match={Boolean(error)}>
        <Icon name="warning" /> {error}
      </Base.Error>
    </Base.Root>
  );
}
