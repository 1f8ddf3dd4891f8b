/** The sandbox as the demo uses it: a process of its own, reached over HTTP like any shop. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { RoyalError } from '../../shared/errors.ts';

const ready = z.object({
  ready: z.literal(true),
  url: z.string(),
  shops: z.array(
    z.object({
      storeId: z.string(),
      shop: z.string(),
      currency: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
    }),
  ),
});

type SandboxShop = z.infer<typeof ready>['shops'][number];

const journal = z.object({
  entries: z.array(z.object({ shop: z.string(), mutation: z.string(), effective: z.boolean() })),
});

/** What became of the lines of replayed CSVs, by kind; they add up to `total`. */
const replay = z.object({
  report: z.object({ total: z.number(), lines: z.record(z.string(), z.number()) }).nullable(),
});

export type ReplayedLines = z.infer<typeof replay>['report'];

/** What the sandbox's own books say; see sandbox/truth.ts. Minor units. */
const truth = z.object({
  watermark: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  days: z.array(z.looseObject({ day: z.string() })),
  variantDays: z.array(
    z.object({
      variantId: z.number(),
      day: z.string(),
      units: z.number(),
      returnedRestocked: z.number(),
      returnedLost: z.number(),
      net: z.number(),
    }),
  ),
  stock: z.array(
    z.object({
      inventoryItemId: z.number(),
      locationId: z.number(),
      available: z.number(),
      onHand: z.number(),
    }),
  ),
  prices: z.array(z.object({ variantId: z.number(), price: z.number() })),
});

export type Truth = z.infer<typeof truth>;

export interface SandboxProcess {
  url: string;
  shops: SandboxShop[];
  truth(shop: string): Promise<Truth>;
  journal(): Promise<z.infer<typeof journal>['entries']>;
  /** Null where nothing was replayed. */
  replayed(): Promise<ReplayedLines>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Throws RoyalError where it does not come up; its own words are passed on. */
export async function startSandboxProcess(flags: readonly string[]): Promise<SandboxProcess> {
  const main = fileURLToPath(new URL('../../sandbox/main.js', import.meta.url));
  // Of its own process group, so that Ctrl-C reaches the demo alone, which ends it when the core is done.
  const child = spawn(process.execPath, [main, '--json', '--port', '0', '--until-stdin-ends', ...flags], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let complaint = '';
  child.stderr.on('data', (part: Buffer) => {
    complaint = (complaint + part.toString()).slice(-2000);
  });
  const exited = once(child, 'exit');
  const killWithUs = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithUs);
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => [null]),
  ])) as [string | null];
  if (line === null)
    throw new RoyalError({
      code: 'internal',
      message: `The sandbox did not start. ${complaint.trim()}`.trim(),
      next: 'Correct what it says, then start the demo again.',
    });
  const { url, shops } = ready.parse(JSON.parse(line));

  const ask = async (path: string, method = 'GET'): Promise<unknown> => {
    const response = await fetch(`${url}/sandbox/${path}`, { method });
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${path}.`);
    return response.json();
  };
  return {
    url,
    shops,
    truth: async (shop) => truth.parse(await ask(`truth?shop=${encodeURIComponent(shop)}`)),
    journal: async () => journal.parse(await ask('journal')).entries,
    replayed: async () => replay.parse(await ask('replay')).report,
    pause: async () => void (await ask('pause', 'POST')),
    resume: async () => void (await ask('resume', 'POST')),
    async stop() {
      process.off('exit', killWithUs);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
