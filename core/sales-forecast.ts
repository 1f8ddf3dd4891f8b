/** What a store will sell: its net sales by day, week or month through the demand engine, once for the same past. */
import { createHash } from 'node:crypto';
import type { TaskRunner } from '../shared/agent.ts';
import type { Day } from '../shared/time.ts';

/** As agents/demand takes and gives it; the task's name is what both sides agree on. */
interface EngineAnswer {
  series: {
    mean: number[];
    quantiles: Record<string, number[]>;
    explain: string;
    mase: number | null;
    naiveMase: number | null;
  }[];
}

export interface SalesForecast {
  /** Minor units by coming bucket. */
  points: { mean: number; low: number; high: number }[];
  explain: string;
  mase: number | null;
  naiveMase: number | null;
}

export interface SalesPast {
  frequency: 'D' | 'W' | 'M';
  /** Of the first value. */
  start: Day;
  /** Net sales in minor units; null where the store was closed. */
  values: (number | null)[];
  horizon: number;
}

/** Where the newest answer for one kind of past outlives the program: a start then waits for no forecast. */
export interface ForecastShelf {
  read(): string | null;
  write(text: string): void;
}

/** Pasts kept: a few stores with three buckets each. */
const KEPT = 64;

export class SalesForecasts {
  readonly #tasks: TaskRunner;
  readonly #kept = new Map<string, Promise<SalesForecast>>();

  constructor(tasks: TaskRunner) {
    this.#tasks = tasks;
  }

  /** 80 % of what comes should lie between low and high. Rejects as the task pool does. */
  of(past: SalesPast, shelf: ForecastShelf): Promise<SalesForecast> {
    const key = createHash('sha256').update(JSON.stringify(past)).digest('base64');
    const known = this.#kept.get(key);
    if (known) return known;
    const made = this.#takenOrMade(key, past, shelf);
    this.#kept.set(key, made);
    made.catch(() => this.#kept.delete(key));
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    return made;
  }

  async #takenOrMade(key: string, past: SalesPast, shelf: ForecastShelf): Promise<SalesForecast> {
    const shelved = JSON.parse(shelf.read() ?? 'null') as { key: string; forecast: SalesForecast } | null;
    if (shelved?.key === key) return shelved.forecast;
    const forecast = await this.#make(past);
    shelf.write(JSON.stringify({ key, forecast }));
    return forecast;
  }

  async #make({ frequency, start, values, horizon }: SalesPast): Promise<SalesForecast> {
    // More given back than sold is not demand of less than nothing.
    const y = values.map((value) => (value === null ? null : Math.max(0, value)));
    const answer = await this.#tasks.run<EngineAnswer>('demand.forecast', {
      series: [{ key: 'store', frequency, start, y }],
      horizon,
      quantiles: [0.1, 0.9],
    });
    const [{ mean, quantiles, explain, mase, naiveMase }] = answer.series as [EngineAnswer['series'][number]];
    return {
      points: mean.map((value, index) => ({
        mean: Math.round(value),
        low: Math.round(quantiles['0.1']![index]!),
        high: Math.round(quantiles['0.9']![index]!),
      })),
      explain,
      mase,
      naiveMase,
    };
  }
}
