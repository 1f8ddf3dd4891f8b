/** `npm run bench -- NAME [--json] [--option value …]`: runs one measurement and prints its figures. */
import { cpus, totalmem } from 'node:os';
import { RoyalError } from '../shared/errors.ts';
import type { Bench, BenchOptions, BenchResult } from './bench.ts';

const benches: Record<string, () => Promise<{ run: Bench }>> = {
  'agent-run': () => import('./agent-run.ts'),
  bridge: () => import('./bridge.ts'),
  forecast: () => import('./forecast.ts'),
  imports: () => import('./imports.ts'),
  ingest: () => import('./ingest.ts'),
  inventory: () => import('./inventory.ts'),
  kill: () => import('./kill.ts'),
  query: () => import('./query.ts'),
  load: () => import('./load.ts'),
  screens: () => import('./screens.ts'),
  stall: () => import('./stall.ts'),
  start: () => import('./start.ts'),
  sync: () => import('./sync.ts'),
  ui: () => import('./ui.ts'),
};

/** The process's exit code: 0 passed, 1 did not, 2 asked for something that is not there. */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const load = name === undefined || !Object.hasOwn(benches, name) ? undefined : benches[name];
  if (!load) {
    const what = name === undefined ? 'Which measurement?' : `There is no measurement "${name}".`;
    process.stderr.write(`${what} There are: ${Object.keys(benches).join(', ')}.\n`);
    return 2;
  }
  const { json, ...options } = parseOptions(rest);
  const { run } = await load();
  let result: BenchResult;
  try {
    result = await run(options);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof RoyalError)) throw error;
    // Asked for something that can't be done: the reason is enough.
    process.stdout.write(json ? `${JSON.stringify({ name, pass: false, error: error.message })}\n` : '');
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : table(result));
  return result.pass ? 0 : 1;
}

/** `--times 50 --quick --file=x.csv` as { times: 50, quick: true, file: 'x.csv' }. */
function parseOptions(args: readonly string[]): BenchOptions {
  const options: BenchOptions = {};
  for (let i = 0; i < args.length; i++) {
    const match = /^--([a-zA-Z][\w-]*)(?:=(.*))?$/s.exec(args[i]!);
    if (!match) throw new RangeError(`Not an option: ${JSON.stringify(args[i])}`);
    const next = args[i + 1];
    let value = match[2];
    if (value === undefined && next !== undefined && !next.startsWith('--')) {
      value = next;
      i++;
    }
    options[match[1]!] =
      value === undefined ? true : value !== '' && !Number.isNaN(Number(value)) ? Number(value) : value;
  }
  return options;
}

function table({ name, pass, ...figures }: BenchResult): string {
  const rows = flatten(figures);
  const width = Math.max(0, ...rows.map(([key]) => key.length));
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return [
    `${name}: ${pass ? 'passed' : 'NOT passed'}  (${machine})`,
    ...rows.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`),
    '',
  ].join('\n');
}

function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, path === '' ? key : `${path}.${key}`),
  );
}
