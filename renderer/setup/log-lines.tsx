/** Lines of the program's log: when, how bad, what, and the facts that go with it. */
import type { LogLine } from '../../shared/contract/run-schemas.ts';
import { Pill, type Tone } from '../ui/pill.tsx';
import './log-lines.css';

const TONES: Readonly<Record<LogLine['level'], Tone>> = {
  trace: 'quiet',
  debug: 'quiet',
  info: 'quiet',
  warn: 'wait',
  error: 'risk',
  fatal: 'risk',
};

const clock = new Intl.DateTimeFormat(globalThis.navigator?.language || 'en-GB', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

export function LogLines({ lines, empty }: { lines: readonly LogLine[]; empty: string }) {
  if (lines.length === 0) return <p className="dim small">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get in
    <section className="log" tabIndex={0} aria-label="Lines of the log">
      <ol>
        {lines.map(({ at, level, text, facts }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name
          <li key={index} className="log-line">
            <time className="number dim" dateTime={new Date(at).toISOString()}>
              {clock.format(at)}
            </time>
            <Pill
              tone={TONES[level]}
              icon={level === 'warn' || level === 'error' || level === 'fatal' ? 'warning' : 'info'}
            >
              {level}
            </Pill>
            <span className="log-text">
              {text}
              {Object.keys(facts).length > 0 && <span className="dim"> {factWords(facts)}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function factWords(facts: LogLine['facts']): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
}
