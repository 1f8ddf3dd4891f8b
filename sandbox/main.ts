/** `npm run sandbox`: flags in, one running sandbox out. */
import type { Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { type Plan, RESTORE_RATE } from './http/bucket.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './server.ts';

const USAGE = `Serves Shopify-compatible stores for development and tests.

  --port N           port to listen on (0, the default, takes a free one)
  --host ADDRESS     address to listen on (127.0.0.1)
  --data DIR         keep everything in DIR across restarts
  --seed three|empty three stores with a history (default), or one without
  --scale X          times as many orders
  --replay DIR       the store gbp out of transaction CSVs, the others seeded
  --now ISO          stand still at a time
  --speed N          sell N orders a minute, live
  --plan NAME        ${Object.keys(RESTORE_RATE).join(', ')}: points restored a second
  --json             print one line of JSON once ready
  --until-stdin-ends end when the standard input does, as it does when the starter dies
`;

interface MainOptions {
  options: SandboxOptions;
  json: boolean;
  untilStdinEnds: boolean;
  help: boolean;
}

function readOptions(args: string[]): MainOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      data: { type: 'string' },
      seed: { type: 'string' },
      scale: { type: 'string' },
      replay: { type: 'string' },
      now: { type: 'string' },
      speed: { type: 'string' },
      plan: { type: 'string' },
      json: { type: 'boolean', default: false },
      'until-stdin-ends': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const number = (name: 'port' | 'scale' | 'speed'): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0)
      throw new RangeError(`--${name} needs a number from 0, not ${text}`);
    return value;
  };
  const choice = <T extends string>(name: 'seed' | 'plan', allowed: readonly T[]): T | undefined => {
    const text = values[name];
    if (text === undefined || allowed.includes(text as T)) return text as T | undefined;
    throw new RangeError(`--${name} must be one of ${allowed.join(', ')}`);
  };
  return {
    json: values.json,
    untilStdinEnds: values['until-stdin-ends'],
    help: values.help,
    options: {
      port: number('port'),
      host: values.host,
      dataDir: values.data,
      seed: choice('seed', ['three', 'empty']),
      scale: number('scale'),
      replayDir: values.replay,
      now: values.now,
      speed: number('speed'),
      plan: choice('plan', Object.keys(RESTORE_RATE) as Plan[]),
    },
  };
}

function welcome(sandbox: Sandbox): string {
  const lines = [`Sandbox at ${sandbox.url} (Ctrl+C ends it)`, ''];
  for (const shop of sandbox.shops)
    lines.push(
      `  ${shop.storeId.padEnd(8)} ${shop.shop} (${shop.currency})`,
      `           client id ${shop.clientId}, secret ${shop.clientSecret}`,
    );
  lines.push('', `Faults, journal, truth: ${sandbox.url}/sandbox/shops and its neighbours`, '');
  return lines.join('\n');
}

async function main(): Promise<void> {
  const { options, json, untilStdinEnds, help } = readOptions(process.argv.slice(2));
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const sandbox = await startSandbox({ ...options, log: json ? undefined : log });
  process.stdout.write(
    json ? `${JSON.stringify({ ready: true, url: sandbox.url, shops: sandbox.shops })}\n` : welcome(sandbox),
  );
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    void sandbox.close();
  };
  process.once('SIGTERM', close);
  process.once('SIGINT', close);
  // A starter that is killed can't end it, but its end of the pipe closes.
  if (untilStdinEnds) {
    process.stdin.once('end', close).resume();
    (process.stdin as Socket).unref();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
