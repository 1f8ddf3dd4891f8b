/** The tasks that a pool thread knows, by name; their code is loaded at the first call. */
import type { DemandForecast, DemandInput } from '../agents/demand/types.ts';
import { serveTasks } from '../core/work/serve-tasks.ts';

export const runTask = serveTasks({
  'demand.forecast': async (input: DemandInput): Promise<DemandForecast> =>
    (await import('../agents/demand/forecast.ts')).forecast(input),
});
