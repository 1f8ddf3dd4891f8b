/** A button; busy ones say so and take no second press, but keep the focus. */
import type { ReactNode, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  kind?: 'primary' | 'danger' | 'quiet';
  icon?: IconName;
  busy?: boolean;
  submits?: boolean;
  /** Where the words alone do not say what is meant: "Approve Order 480 Cakestands". */
  label?: string;
  expanded?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ children, onPress, kind, icon, busy, submits, label, expanded, ref }: ButtonProps) {
  return (
    <button
      ref={ref}
      type={submits ? 'submit' : 'button'}
      className={kind ? `button button-${kind}` : 'button'}
      aria-label={label}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      aria-expanded={expanded}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onPress?.();
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
