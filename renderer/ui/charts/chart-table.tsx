/** The table behind a chart: the same figures, day by day, newest first. */
import type { TimeChartProps } from './chart-props.ts';

export function ChartTable(props: TimeChartProps) {
  const { label, main, before = [], forecast = [], marks = [], format, formatDate } = props;
  const prior = new Map(before.map(({ date, value }) => [date, value]));
  const noted = new Map(marks.map(({ date, text }) => [date, text]));
  const figure = (value: number | null | undefined): string =>
    value === null || value === undefined ? 'not known' : format(value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get in
    <section className="chart-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">Date</th>
            <th scope="col">{props.mainLabel}</th>
            {before.length > 0 && <th scope="col">{props.beforeLabel}</th>}
            {marks.length > 0 && <th scope="col">What happened</th>}
          </tr>
        </thead>
        <tbody>
          {forecast.toReversed().map(({ date, mid, bands }) => (
            <tr key={date}>
              <th scope="row">{formatDate(date)}</th>
              <td className="number">
                {figure(mid)} expected
                {bands[0] && `, ${figure(bands[0].low)} to ${figure(bands[0].high)}`}
              </td>
              {before.length > 0 && <td />}
              {marks.length > 0 && <td />}
            </tr>
          ))}
          {main.toReversed().map(({ date, value }) => (
            <tr key={date}>
              <th scope="row">{formatDate(date)}</th>
              <td className="number">{figure(value)}</td>
              {before.length > 0 && <td className="number">{figure(prior.get(date))}</td>}
              {marks.length > 0 && <td>{noted.get(date)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
