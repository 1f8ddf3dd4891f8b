/** `royal forecast`: quantile forecasts of any CSV of series, without a data folder. */
import type { RefusedRow } from '../../agents/demand/csv/series.ts';
import { counted } from '../../shared/counted.ts';
import { RoyalError } from '../../shared/errors.ts';
import { type CommandContext, declare, type Program } from '../command.ts';

interface Options {
  input: string;
  horizon: string;
  frequency?: string;
  output?: string;
}

export function declareForecast(program: Program): void {
  declare(program, program.root, 'forecast', 'forecast a CSV of series with quantiles', forecast)
    .requiredOption(
      '--input <file>',
      'CSV with the columns series,ds,y, or wide: a column a date or a column a series; .gz is fine',
    )
    .requiredOption('--horizon <n>', 'periods ahead, 1 to 730')
    .option('--frequency <letter>', 'D, W or M (default: taken from the dates)')
    .option('--output <file>', 'where to write; default: standard output');
}

async function forecast(context: CommandContext, options: Options) {
  const { frequency } = options;
  if (frequency !== undefined && frequency !== 'D' && frequency !== 'W' && frequency !== 'M')
    throw new RoyalError({
      code: 'invalid_input',
      message: `Not a frequency: ${frequency}.`,
      next: 'Use D for days, W for weeks or M for months.',
    });
  const { terminal, signal } = context;
  // No other command needs the models.
  const [{ runForecastCsv }, { createTaskEngine }] = await Promise.all([
    import('../../agents/demand/csv/forecast-csv.ts'),
    import('../../core/work/task-engine.ts'),
  ]);
  const tasks = createTaskEngine({ workerUrl: new URL('../task-worker.ts', import.meta.url) });
  try {
    const { csv, ...result } = await runForecastCsv({
      input: { path: options.input },
      output: options.output,
      horizon: Number(options.horizon),
      frequency,
      tasks,
      signal,
      progress: (done, total) =>
        terminal.progress(`Forecasting  ${done} of ${counted(total, 'series', 'series')}`),
    });
    terminal.endProgress();
    terminal.value({ ...result, csv });
    if (csv !== undefined) {
      if (!terminal.json) {
        process.stdout.write(csv);
        // Standard output is the forecast's alone.
        if (result.refused.length > 0) terminal.error(leftOut(result.refused));
      }
      return undefined;
    }
    terminal.line(
      `${terminal.style('green', '✓')} ${counted(result.series, 'series', 'series')} forecast in ${result.seconds.toFixed(1)} s → ${options.output}`,
    );
    if (result.mase !== null && result.naiveMase !== null)
      terminal.line(
        `  Backtest: MASE ${result.mase.toFixed(3)}, seasonal naive ${result.naiveMase.toFixed(3)} (lower is better).`,
      );
    if (result.refused.length > 0) terminal.line(terminal.style('yellow', leftOut(result.refused)));
    return undefined;
  } finally {
    await tasks.close();
  }
}

/** Refused rows named one by one; --json has them all. */
const SHOWN = 5;

function leftOut(refused: readonly RefusedRow[]): string {
  const shown = refused.slice(0, SHOWN).map(({ line, reason }) => `  line ${line}: ${reason}`);
  const rest = refused.length - shown.length;
  return [
    `${counted(refused.length, 'row was', 'rows were')} left out:`,
    ...shown,
    ...(rest > 0 ? [`  and ${rest} more: --json names them all`] : []),
  ].join('\n');
}
