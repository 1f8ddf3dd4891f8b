/** One figure: its unit, what it is compared with, how it went, what it means and when it was last true. */
import { Spark } from './charts/spark.tsx';
import { Icon } from './icon.tsx';
import type { Tone } from './pill.tsx';
import { Explained, Term } from './term.tsx';

export interface Comparison {
  /** Which way it went; the sign that goes with the colour. */
  way: 'up' | 'down' | 'level';
  /** Whether that is good, which the way alone does not say. */
  tone: Tone;
  /** "11% more". */
  text: string;
  /** "than a usual Monday by 14:00". */
  than?: string;
}

interface StatProps {
  title: string;
  /** "today so far". */
  scope: string;
  /** With its unit: "£5,214", "7 items", "not known". */
  value: string;
  comparison?: Comparison | null;
  /** Said where there is nothing to compare with: why, and what would help. */
  note?: string | null;
  /** Oldest first. */
  spark?: readonly (number | null)[];
  sparkTone?: Tone;
  /** The name of its definition. */
  term?: string;
  /** Its definition, where it has no name among the definitions. */
  definition?: string;
  /** "as of 12:20". */
  trueAt?: string | null;
  /** The thing itself: "#/orders". */
  href?: string;
  stale?: boolean;
}

const WAYS = { up: 'up', down: 'down', level: 'minus' } as const;

export function Stat(props: StatProps) {
  const { title, scope, value, comparison, note, spark, sparkTone, term, definition, trueAt, href, stale } =
    props;
  return (
    <section className="stat card" aria-label={`${title}, ${scope}`} data-stale={stale ? '' : undefined}>
      <div className="stat-head">
        <h2>
          {definition ? (
            <Explained title={title} text={definition} trueAt={trueAt}>
              {title}
            </Explained>
          ) : term ? (
            <Term name={term} trueAt={trueAt}>
              {title}
            </Term>
          ) : (
            title
          )}
        </h2>
        <span className="card-scope">{scope}</span>
      </div>
      <div className="stat-line">
        {href ? (
          <a className="stat-value number" href={href} aria-label={`${title}: ${value}, open`}>
            {value}
          </a>
        ) : (
          <span className="stat-value number">{value}</span>
        )}
        {spark && <Spark values={spark} tone={sparkTone ?? comparison?.tone ?? 'quiet'} />}
      </div>
      <p className="stat-comparison small">
        {comparison && (
          <>
            <span className={`stat-way tone-${comparison.tone}`}>
              <Icon name={WAYS[comparison.way]} />
              {comparison.text}
            </span>{' '}
            <span className="dim">{comparison.than}</span>
          </>
        )}
        {!comparison && note && (
          <span className="dim clipped" title={note}>
            {note}
          </span>
        )}
      </p>
    </section>
  );
}
