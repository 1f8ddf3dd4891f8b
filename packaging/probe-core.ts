/** Asks a running core what it can only answer with its databases, its task worker and its WebAssembly in place. */
import type { RoyalClient } from '../shared/contract/contract.ts';

/** Twenty weeks of days with a season, so that the models are fitted in full. */
const SAMPLE = [
  'series,ds,y',
  ...Array.from({ length: 140 }, (_, day) => {
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    return `a,${date},${10 + (day % 7) + (day % 3)}`;
  }),
].join('\n');

/** Throws what the core throws, and where an answer is not what an empty folder gives. */
export async function probeCore(client: RoyalClient): Promise<void> {
  const { ok, text } = await client.audit.verify();
  if (!ok) throw new Error(`The audit of an empty folder does not hold: ${text}.`);
  await client.forecasts.csv({ csv: SAMPLE, horizon: 7 });
}
