/** A fault while drawing one part leaves the others as they are, and can be tried again. */
import { Component, type ReactNode } from 'react';
import { Problem } from './problem.tsx';

export class Boundary extends Component<{ children: ReactNode }, { error: unknown; failed: boolean }> {
  override state = { error: null as unknown, failed: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <Problem error={this.state.error} onRetry={() => this.setState({ error: null, failed: false })} />;
  }
}
