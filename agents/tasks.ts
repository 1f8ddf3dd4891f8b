/** The pure tasks of the agents, by name, for a pool's threads; their code is loaded at the first call. */
import type { ForecastCsvInput } from '../shared/contract/forecast-schemas.ts';
import type { DemandForecast, DemandInput, DemandPool, PoolInput } from './demand/types.ts';
import type {
  ReplayInput,
  ReplayRow,
  WeekForecast,
  WeeksInput,
} from './inventory-forecasting/backtest/replay.ts';

export const TASKS = {
  'demand.forecast': async (input: DemandInput): Promise<DemandForecast> =>
    (await import('./demand/forecast.ts')).forecast(input),
  'demand.pool': async (input: PoolInput): Promise<DemandPool> =>
    (await import('./demand/pool.ts')).poolWithHolidays(input),
  'demand.forecast_csv': async ({ csv, horizon, frequency }: ForecastCsvInput) =>
    (await import('./demand/csv/forecast-csv.ts')).runForecastCsv({
      input: { text: csv },
      horizon,
      frequency,
    }),
  'inventory.forecast_weeks': async (input: WeeksInput): Promise<WeekForecast[][]> =>
    (await import('./inventory-forecasting/backtest/replay.ts')).forecastWeeks(input),
  'inventory.replay': async (input: ReplayInput): Promise<ReplayRow[]> =>
    (await import('./inventory-forecasting/backtest/replay.ts')).replay(input),
};
