/** A short path: what is behind, where one is, what comes. */
import { Icon } from './icon.tsx';

export interface Step<T extends string> {
  id: T;
  title: string;
  state: 'done' | 'now' | 'later';
}

interface StepperProps<T extends string> {
  label: string;
  steps: readonly Step<T>[];
  /** Where one may go back to what is done. */
  onSelect?: (id: T) => void;
}

const WORDS = { done: 'done', now: 'now', later: 'later' } as const;

export function Stepper<T extends string>({ label, steps, onSelect }: StepperProps<T>) {
  return (
    <ol className="stepper" aria-label={label}>
      {steps.map(({ id, title, state }, index) => (
        <li className="step" key={id} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span className="step-mark number" aria-hidden="true">
            {state === 'done' ? <Icon name="check" /> : index + 1}
          </span>
          {state === 'done' && onSelect ? (
            <button type="button" className="step-link" onClick={() => onSelect(id)}>
              {title}
            </button>
          ) : (
            <span>{title}</span>
          )}
          <span className="unseen">{WORDS[state]}</span>
        </li>
      ))}
    </ol>
  );
}
