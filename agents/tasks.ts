/** The pure tasks of the agents, by name, for a pool's threads; their code is loaded at the first call. */
import type { ForecastCsvInput } from '../shared/contract/forecast-schemas.ts';
import type { DemandForecast, DemandInput } from './demand/types.ts';

export const TASKS = {
  'demand.forecast': async (input: DemandInput): Promise<DemandForecast> =>
    (await import('./demand/forecast.ts')).forecast(input),
  'demand.forecast_csv': async ({ csv, horizon, frequency }: ForecastCsvInput) =>
    (await import('./demand/csv/forecast-csv.ts')).runForecastCsv({
      input: { text: csv },
      horizon,
      frequency,
    }),
};
