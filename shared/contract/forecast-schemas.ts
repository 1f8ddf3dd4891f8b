/** The shapes of forecasts that are asked for, and of how well an agent's were tested. */
import { z } from 'zod';

export const forecastCsvInput = z.object({
  csv: z.string().min(1).max(4_000_000),
  /** Periods ahead. */
  horizon: z.int().min(1).max(730),
  /** Taken from the distances between dates where absent. */
  frequency: z.enum(['D', 'W', 'M']).optional(),
});

export const forecastCsvResult = z.object({
  csv: z.string(),
  rows: z.int(),
  series: z.int(),
  frequency: z.enum(['D', 'W', 'M']),
  seconds: z.number(),
  refused: z.array(z.object({ line: z.int(), reason: z.string() })),
  mase: z.number().nullable(),
  naiveMase: z.number().nullable(),
});

export const forecastSummary = z.object({
  storeId: z.string(),
  runId: z.int().nullable(),
  series: z.int(),
  mase: z.number().nullable(),
  naiveMase: z.number().nullable(),
});

export type ForecastCsvInput = z.infer<typeof forecastCsvInput>;
export type ForecastCsvResult = z.infer<typeof forecastCsvResult>;
