/** A card: a title with the scope of what is in it; its faults stay its own, and what is old looks so. */
import { type ReactNode, useId } from 'react';
import { Boundary } from './boundary.tsx';
import { Icon } from './icon.tsx';

interface CardProps {
  title: ReactNode;
  /** The one period and place of all that is in it: "today so far", "last 28 days", "4 waiting". */
  scope?: ReactNode;
  /** At the end of its head: a link onwards, a control of its view. */
  action?: ReactNode;
  className?: string;
  /** Why what it shows is of before: "as of 12:20, not connected". */
  stale?: string | null;
  children: ReactNode;
}

export function Card({ title, scope, action, className, stale, children }: CardProps) {
  const id = useId();
  return (
    <section
      className={className ? `card ${className}` : 'card'}
      aria-labelledby={id}
      data-stale={stale ? '' : undefined}
    >
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {scope && <span className="card-scope">{scope}</span>}
        {action && <div className="card-action">{action}</div>}
      </div>
      {stale && (
        <p className="card-stale small tone-wait">
          <Icon name="clock" /> {stale}
        </p>
      )}
      <Boundary>{children}</Boundary>
    </section>
  );
}

interface SkeletonProps {
  lines?: number;
  /** Of each line in rem, where they stand for more than text. */
  height?: number;
}

/** Takes the place of what is on its way, so that nothing jumps when it comes. */
export function Skeleton({ lines = 3, height }: SkeletonProps) {
  return (
    <div role="status">
      <span className="unseen">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        <div
          className="skeleton"
          // biome-ignore lint/suspicious/noArrayIndexKey: lines without content of their own
          key={line}
          style={height === undefined ? undefined : { height: `${height}rem` }}
        />
      ))}
    </div>
  );
}
