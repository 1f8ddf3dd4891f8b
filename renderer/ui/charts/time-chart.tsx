/** Figures by day with what came before and what is expected: by pointer, by keyboard, or as a table. */
import { area, line } from 'd3-shape';
import { type KeyboardEvent, type PointerEvent, useId, useState } from 'react';
import { Button } from '../button.tsx';
import { useWidth } from '../use-width.ts';
import type { TimeChartProps } from './chart-props.ts';
import { chartScales, dayNumber, type ForecastPoint, type Frame, type Point } from './chart-scales.ts';
import { ChartTable } from './chart-table.tsx';

const inPixels = (px: number): number => px;

export function TimeChart(props: TimeChartProps) {
  const { main, before = [], forecast = [], label, height = 280, control } = props;
  const { ref, width } = useWidth(inPixels);
  const [asTable, setAsTable] = useState(false);
  return (
    <div className="chart">
      <div className="chart-head">
        <ul className="legend" aria-hidden="true">
          <li className="legend-main">{props.mainLabel}</li>
          {before.length > 0 && <li className="legend-before">{props.beforeLabel}</li>}
          {forecast.length > 0 && <li className="legend-forecast">{props.forecastLabel}</li>}
        </ul>
        <span className="chart-controls">
          {control}
          <Button
            kind="quiet"
            label={asTable ? `Show as chart: ${label}` : `Show as table: ${label}`}
            onPress={() => setAsTable(!asTable)}
          >
            {asTable ? 'Chart' : 'Table'}
          </Button>
        </span>
      </div>
      <div className="chart-space" ref={ref} style={{ height: `${height}px` }}>
        {asTable ? (
          <ChartTable {...props} />
        ) : (
          width > 0 && main.length > 0 && <Plot {...props} width={width} />
        )}
      </div>
    </div>
  );
}

const KEYS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 };

function Plot(props: TimeChartProps & { width: number }) {
  const { main, before = [], forecast = [], marks = [], shades = [], width, height = 280, label } = props;
  const { format, formatShort = format, formatDate } = props;
  const clip = useId();
  const [cursor, setCursor] = useState<number | null>(null);
  const frame: Frame = { width, height, left: 52, right: 8, top: marks.length > 0 ? 28 : 12, bottom: 24 };
  const { x, y, yTicks, xTicks } = chartScales(frame, main, before, forecast);
  const place = ({ date }: { date: string }): number => x(dayNumber(date));
  const known = (point: Point): boolean => point.value !== null;
  const drawn = line<Point>(place, ({ value }) => y(value ?? 0)).defined(known);
  const filled = area<Point>(place, y(0), ({ value }) => y(value ?? 0)).defined(known);
  // The band begins where the line ends.
  const end = main.findLast(known);
  const ahead: ForecastPoint[] =
    end && forecast[0]
      ? [
          {
            date: end.date,
            mid: end.value!,
            bands: forecast[0].bands.map(() => ({ low: end.value!, high: end.value! })),
          },
          ...forecast,
        ]
      : [...forecast];
  const bandCount = forecast[0]?.bands.length ?? 0;
  const days = [
    ...main.map(({ date, value }) => ({ date, value, expected: null as ForecastPoint | null })),
    ...forecast.map((expected) => ({ date: expected.date, value: expected.mid, expected })),
  ];
  const at = cursor === null ? null : days[cursor];
  const say = (index: number): string => {
    const day = days[index]!;
    const prior = before.find(({ date }) => date === day.date)?.value ?? null;
    const band = day.expected?.bands[0];
    return [
      formatDate(day.date),
      day.value === null ? 'not known' : `${format(day.value)}${day.expected ? ' expected' : ''}`,
      band && `${format(band.low)} to ${format(band.high)}`,
      prior !== null && `${format(prior)} ${props.beforeLabel ?? 'before'}`,
      marks.find(({ date }) => date === day.date)?.text,
      shades.find(({ from, to }) => from <= day.date && day.date <= to)?.text,
    ]
      .filter(Boolean)
      .join(', ');
  };
  const follow = (event: PointerEvent<HTMLElement>): void => {
    const wanted = x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
    let nearest = 0;
    for (const [index, { date }] of days.entries())
      if (Math.abs(dayNumber(date) - wanted) < Math.abs(dayNumber(days[nearest]!.date) - wanted))
        nearest = index;
    setCursor(nearest);
  };
  const onKey = (event: KeyboardEvent): void => {
    const last = days.length - 1;
    const from = cursor ?? last;
    const step = KEYS[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? last : step && from + step;
    if (to === undefined) return;
    event.preventDefault();
    setCursor(Math.max(0, Math.min(last, to)));
  };
  const shown = cursor ?? main.length - 1;
  return (
    <div
      className="plot"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={days.length - 1}
      aria-valuenow={shown}
      aria-valuetext={say(shown)}
      onPointerMove={follow}
      onPointerLeave={() => setCursor(null)}
      onBlur={() => setCursor(null)}
      onKeyDown={onKey}
    >
      <svg width={width} height={height} aria-hidden="true">
        <defs>
          <linearGradient id={clip} x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" className="chart-gradient-top" />
            <stop offset="1" className="chart-gradient-end" />
          </linearGradient>
        </defs>
        {shades.map(({ from, to }) => (
          <rect
            key={from}
            className="chart-shade"
            x={x(dayNumber(from))}
            y={frame.top}
            width={Math.max(2, x(dayNumber(to) + 1) - x(dayNumber(from)))}
            height={height - frame.top - frame.bottom}
          />
        ))}
        {yTicks.map((tick) => (
          <g key={tick}>
            <line className="chart-grid" x1={frame.left} x2={width - frame.right} y1={y(tick)} y2={y(tick)} />
            <text className="chart-tick" x={frame.left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
              {formatShort(tick)}
            </text>
          </g>
        ))}
        {xTicks.map((date, index) => (
          <text
            key={date}
            className="chart-tick"
            x={place({ date })}
            y={height - 6}
            textAnchor={index === 0 ? 'start' : place({ date }) > width - 40 ? 'end' : 'middle'}
          >
            {formatDate(date)}
          </text>
        ))}
        <path d={filled(main) ?? ''} fill={`url(#${clip})`} />
        {Array.from({ length: bandCount }, (_, band) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: bands have no name but their place
            key={band}
            className="chart-band"
            d={
              area<ForecastPoint>(
                place,
                (day) => y(day.bands[band]!.low),
                (day) => y(day.bands[band]!.high),
              )(ahead) ?? ''
            }
          />
        ))}
        <path
          className="chart-before"
          d={drawn(before.filter(({ date }) => date <= (end?.date ?? ''))) ?? ''}
        />
        <path className="chart-main" d={drawn(main) ?? ''} />
        <path className="chart-forecast" d={line<ForecastPoint>(place, ({ mid }) => y(mid))(ahead) ?? ''} />
        {end && forecast.length > 0 && (
          <g>
            <line
              className="chart-now"
              x1={place(end)}
              x2={place(end)}
              y1={frame.top - 10}
              y2={height - frame.bottom}
            />
            <text className="chart-tick" x={place(end) + 6} y={frame.top - 4}>
              now
            </text>
          </g>
        )}
        {marks.map((mark) => {
          const value = main.find(({ date }) => date === mark.date)?.value ?? 0;
          return (
            <g key={`${mark.date} ${mark.text}`}>
              <line
                className="chart-stem"
                x1={place(mark)}
                x2={place(mark)}
                y1={y(value) - 5}
                y2={y(value) - 16}
              />
              <circle className="chart-mark" cx={place(mark)} cy={y(value)} r={4} />
              <text
                className="chart-mark-text"
                x={place(mark)}
                y={y(value) - 20}
                textAnchor={place(mark) > width - 120 ? 'end' : place(mark) < 120 ? 'start' : 'middle'}
              >
                {mark.text}
              </text>
            </g>
          );
        })}
        {at && (
          <g>
            <line
              className="chart-cursor"
              x1={place(at)}
              x2={place(at)}
              y1={frame.top}
              y2={height - frame.bottom}
            />
            {at.value !== null && <circle className="chart-mark" cx={place(at)} cy={y(at.value)} r={4} />}
          </g>
        )}
      </svg>
      {at && (
        <p
          className="chart-reading"
          aria-hidden="true"
          style={place(at) > width / 2 ? { right: width - place(at) + 10 } : { left: place(at) + 10 }}
        >
          {say(cursor!)}
        </p>
      )}
    </div>
  );
}
