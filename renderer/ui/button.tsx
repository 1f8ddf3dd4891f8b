/** A button; busy ones say so and take no second press, but keep the focus. Filled only where it is the one thing to do. */
import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Passed = Omit<ComponentProps<'button'>, 'children' | 'type' | 'disabled' | 'className' | 'aria-label'>;

export interface ButtonProps extends Passed {
  children: ReactNode;
  onPress?: () => void;
  /** Outlined where none is named; `primary` is filled. */
  kind?: 'primary' | 'danger' | 'quiet';
  icon?: IconName;
  busy?: boolean;
  /** Why it can't be pressed now, shown with it; it stays reachable by keyboard. */
  barred?: string;
  submits?: boolean;
  /** Where the words alone do not say what is meant: "Approve Order 480 Cakestands". */
  label?: string;
  expanded?: boolean;
}

export function Button(props: ButtonProps) {
  const { children, onPress, kind, icon, busy, barred, submits, label, expanded, onClick, ...passed } = props;
  const idle = busy || barred !== undefined;
  return (
    <button
      title={barred}
      aria-expanded={expanded}
      {...passed}
      type={submits ? 'submit' : 'button'}
      className={kind ? `button button-${kind}` : 'button'}
      aria-label={label}
      aria-busy={busy || undefined}
      aria-disabled={idle || undefined}
      onClick={(event) => {
        if (idle) {
          event.preventDefault();
          return;
        }
        onClick?.(event);
        onPress?.();
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ButtonProps, 'children' | 'label' | 'icon'> & { icon: IconName; label: string };

/** A button whose word is only heard, and shown by its title. */
export function IconButton({ icon, label, ...props }: IconButtonProps) {
  return (
    <Button {...props} label={label} title={label} kind={props.kind ?? 'quiet'}>
      <span className="icon-only">
        <Icon name={icon} />
      </span>
    </Button>
  );
}

interface ButtonLinkProps {
  /** "#/inventory/…" within the page. */
  href: string;
  children: ReactNode;
  kind?: ButtonProps['kind'];
  icon?: IconName;
  label?: string;
}

/** What goes somewhere is a link, also where it looks like a button. */
export function ButtonLink({ href, children, kind, icon, label }: ButtonLinkProps) {
  return (
    <a className={kind ? `button button-${kind}` : 'button'} href={href} aria-label={label}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}
