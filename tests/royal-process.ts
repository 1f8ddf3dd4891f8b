/** `royal` as tests run it: a real process on a data folder of its own, its secrets in a file. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROYAL = fileURLToPath(new URL('../headless/royal.js', import.meta.url));

export interface RoyalOptions {
  folder: string;
  input?: string;
  env?: NodeJS.ProcessEnv;
  /** Runs as another user; for root only. */
  uid?: number;
}

export interface RoyalOutcome {
  code: number | null;
  stdout: string;
  stderr: string;
  /** stdout as JSON, where it is. */
  json: unknown;
}

export function spawnRoyal(args: readonly string[], options: RoyalOptions): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [ROYAL, ...args], {
    uid: options.uid,
    env: {
      PATH: process.env.PATH,
      HOME: options.folder,
      ROYAL_SECRETS: 'file',
      ROYAL_DATA: options.folder,
      ...options.env,
    },
  });
}

export async function royal(args: readonly string[], options: RoyalOptions): Promise<RoyalOutcome> {
  const child = spawnRoyal(args, options);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part) => {
    stdout += part;
  });
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch {
    json = undefined;
  }
  return { code, stdout, stderr, json };
}

export interface ServingRoyal {
  child: ChildProcessWithoutNullStreams;
  /** What it printed as JSON. */
  told: unknown;
  stderr(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `royal serve` and waits until it answers; without HTTP unless asked, so that no two want one port. */
export async function serveRoyal(
  options: RoyalOptions,
  args: readonly string[] = ['--no-http'],
): Promise<ServingRoyal> {
  const child = spawnRoyal(['serve', '--json', ...args], options);
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  const exit = once(child, 'exit');
  const [told] = (await Promise.race([
    once(child.stdout, 'data'),
    exit.then(() => {
      throw new Error(`royal serve ended: ${stderr}`);
    }),
  ])) as [Buffer];
  return {
    child,
    told: JSON.parse(String(told)),
    stderr: () => stderr,
    async end(signal) {
      child.kill(signal);
      const [code] = (await exit) as [number | null];
      return code;
    },
  };
}
