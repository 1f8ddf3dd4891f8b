/** What went wrong, and what to do next. */
import { RoyalError } from '../../shared/errors.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface ProblemProps {
  /** Whatever was thrown, or what the core stated. */
  error: unknown;
  onRetry?: () => void;
}

export function Problem({ error, onRetry }: ProblemProps) {
  const { message, next } = wordsOf(error);
  return (
    <div className="problem" role="alert">
      <Icon name="warning" />
      <div>
        <p>{message}</p>
        <p className="dim small">{next}</p>
      </div>
      {onRetry && <Button onPress={onRetry}>Try again</Button>}
    </div>
  );
}

function wordsOf(error: unknown): { message: string; next: string } {
  if (error instanceof RoyalError || isStated(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { message, next: 'Try again; if it stays so, run `royal doctor` and report this message.' };
}

function isStated(value: unknown): value is { message: string; next: string } {
  return typeof value === 'object' && value !== null && 'message' in value && 'next' in value;
}
