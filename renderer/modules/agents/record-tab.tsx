/** What the agent predicted against what happened, for what was carried out. What can't be said yet is said to be so. */
import { useQuery } from '@tanstack/react-query';
import type { RecordPage } from '../../../shared/contract/run-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Explained } from '../../ui/term.tsx';
import { words } from '../../ui/words.ts';
import { AgainstBar } from './against-bar.tsx';
import { type AgentStatus, agentReads } from './queries.ts';

type Row = RecordPage['rows'][number];
type Figure = Row['figures'][number];

export function RecordTab({ agent }: { agent: AgentStatus }) {
  const storeId = useEmpire(({ store }) => store) ?? undefined;
  const record = useQuery(agentReads(useApi()).record(agent.id, storeId));
  return (
    <Loaded query={record} lines={6}>
      {({ rows, totals }) =>
        rows.length === 0 ? (
          <Empty title="Nothing of it was carried out yet.">
            Once a proposal that you approved is done and its time is over, what was predicted stands here
            beside what happened.
          </Empty>
        ) : (
          <div className="form">
            <dl className="tally">
              <Tally
                title="In the predicted range"
                value={
                  totals.measured === 0
                    ? 'not known yet'
                    : `${words.count(totals.within)} of ${words.count(totals.measured)}`
                }
                text="Of what can be measured by now. A range that is stated as 8 in 10 should hold about 8 times in 10: more often means too cautious, less often too sure."
              />
              <Tally
                title="Too early to say"
                value={words.count(totals.tooEarly)}
                text="The time that was predicted for is not over."
              />
              <Tally
                title="Can’t be measured"
                value={words.count(totals.notMeasurable)}
                text="Nothing shows what would have happened otherwise, such as a sale that a full shelf saved."
              />
            </dl>
            <ul className="rows" aria-label="Predicted against happened">
              {rows.map((row) => (
                <RecordRow key={row.actionId} row={row} />
              ))}
            </ul>
          </div>
        )
      }
    </Loaded>
  );
}

function Tally({ title, value, text }: { title: string; value: string; text: string }) {
  return (
    <div>
      <dt>
        <Explained title={title} text={text}>
          {title}
        </Explained>
      </dt>
      <dd className="number">{value}</dd>
    </div>
  );
}

function RecordRow({ row }: { row: Row }) {
  const { store: nameOf } = useNames();
  return (
    <li className="record-row">
      <div className="line">
        <h3 dir="auto">
          <a className="inline-link" href={placeTo('approvals', [String(row.actionId)])}>
            {row.title}
          </a>
        </h3>
        <span className="push">
          <Verdict row={row} />
        </span>
      </div>
      <p className="dim small">
        {nameOf(row.storeId)}, done {words.moment(row.carriedOutAt)}
        {row.until !== null && `; predicted until ${words.moment(row.until)}`}
      </p>
      {row.figures.map((figure) => (
        <FigureLine key={figure.of} figure={figure} over={row.verdict === 'measured'} />
      ))}
      {row.why && <p className="small dim">{row.why}</p>}
    </li>
  );
}

function Verdict({ row }: { row: Row }) {
  if (row.verdict === 'too_early')
    return (
      <Pill tone="quiet" icon="clock">
        Too early
      </Pill>
    );
  if (row.verdict === 'not_measurable')
    return (
      <Pill tone="quiet" icon="help">
        Can’t be measured
      </Pill>
    );
  const judged = row.figures.filter(({ within }) => within !== null);
  const held = judged.every(({ within }) => within);
  if (judged.length === 0)
    return (
      <Pill tone="quiet" icon="info">
        Measured
      </Pill>
    );
  return held ? (
    <Pill tone="good" icon="check">
      As predicted
    </Pill>
  ) : (
    <Pill tone="wait" icon="warning">
      Outside the range
    </Pill>
  );
}

function FigureLine({ figure, over }: { figure: Figure; over: boolean }) {
  const { of, predicted, happened, within } = figure;
  const show = (value: number): string => figureWords(figure, value);
  return (
    <div className="record-figure">
      <p className="small">
        <span className="dim">{of}:</span>{' '}
        {predicted === null ? (
          'nothing predicted'
        ) : (
          <>
            predicted <b className="number">{show(predicted.mid)}</b>
            <span className="dim">{rangeWords(figure)}</span>
          </>
        )}
        {', '}
        {happened === null ? (
          <span className="dim">what happened is not known</span>
        ) : (
          <>
            {over ? 'happened' : 'so far'} <b className="number">{show(happened)}</b>
            {within !== null && (
              <span className="dim">, {within ? 'in the range' : 'outside the range'}</span>
            )}
          </>
        )}
      </p>
      {predicted && (
        <AgainstBar
          range={
            predicted.low === null || predicted.high === null
              ? null
              : { low: predicted.low, high: predicted.high }
          }
          mid={predicted.mid}
          happened={happened}
          held={within}
        />
      )}
    </div>
  );
}

/** Nothing where there is no range, or only one value in it. */
function rangeWords(figure: Figure): string {
  const { low, high } = figure.predicted ?? { low: null, high: null };
  if (low === null && high === null) return '';
  if (low === null) return ` (at most ${figureWords(figure, high!)})`;
  if (high === null) return ` (at least ${figureWords(figure, low)})`;
  return low === high ? '' : ` (${figureWords(figure, low)} to ${figureWords(figure, high)})`;
}

function figureWords({ unit, currency }: Figure, value: number): string {
  if (unit === 'money') return currency ? words.money(Math.round(value), currency) : words.count(value);
  return words.plural(Math.round(value * 10) / 10, unit === 'days' ? 'day' : 'unit');
}
