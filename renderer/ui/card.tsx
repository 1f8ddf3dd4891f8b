/** A card: a title with the scope of what is in it; its faults stay its own. */
import { Component, type ReactNode, useId } from 'react';
import { Problem } from './problem.tsx';

interface CardProps {
  title: string;
  /** "4 waiting", "last 30 decisions". */
  scope?: ReactNode;
  action?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Card({ title, scope, action, className, children }: CardProps) {
  const id = useId();
  return (
    <section className={className ? `card ${className}` : 'card'} aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{title}</h2>
        {scope && <span className="card-scope">{scope}</span>}
        {action}
      </div>
      <CardBoundary>{children}</CardBoundary>
    </section>
  );
}

/** A fault while drawing one card leaves the others as they are. */
class CardBoundary extends Component<{ children: ReactNode }, { error: unknown; failed: boolean }> {
  override state = { error: null as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <Problem error={this.state.error} onRetry={() => this.setState({ error: null, failed: false })} />;
  }
}

export function Skeleton({ lines }: { lines: number }) {
  return (
    <div role="status">
      <span className="unseen">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without content of their own
        <div className="skeleton" key={line} />
      ))}
    </div>
  );
}
