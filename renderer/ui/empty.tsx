/** Nothing here yet: why, and the next step. */
import type { ReactNode } from 'react';

interface EmptyProps {
  title: ReactNode;
  /** What to do about it. */
  children?: ReactNode;
  /** The button or link of that step. */
  action?: ReactNode;
}

export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className="empty">
      <p>{title}</p>
      {children && <div className="dim small">{children}</div>}
      {action && <div className="line">{action}</div>}
    </div>
  );
}
