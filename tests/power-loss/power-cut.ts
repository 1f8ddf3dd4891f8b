/** Runs a child under the power-loss shim: durable is what it fsynced, everything else is gone when it dies. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The shim built, or why it can't be: then tests say so and skip. */
export type Shim = { file: string } | { missing: string };

export function buildShim(): Shim {
  if (process.platform !== 'linux') return { missing: 'the power-loss shim is written for Linux' };
  const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (!compiler) return { missing: 'no C compiler (cc, gcc or clang) to build the power-loss shim with' };
  const file = join(mkdtempSync(join(tmpdir(), 'royal-shim-')), 'shim.so');
  const source = join(import.meta.dirname, 'shim.c');
  const built = spawnSync(
    compiler,
    ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', file, source, '-ldl', '-lpthread'],
    { encoding: 'utf8' },
  );
  if (built.status !== 0) throw new Error(`The power-loss shim does not compile:\n${built.stderr}`);
  return { file };
}

/** A folder to lose and, beside it on the same file system, where the shim keeps deleted files. */
export interface Site {
  folder: string;
  stash: string;
  remove(): void;
}

export function makeSite(): Site {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'royal-power-')));
  const folder = join(root, 'data');
  const stash = join(root, 'stash');
  mkdirSync(folder);
  mkdirSync(stash);
  return { folder, stash, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface PowerCut {
  /** Dies at this operation, counted from 1; absent: runs to its end. */
  at?: number;
  /** A seed: each unsynced write survives by the toss of a coin; absent: none does. */
  keep?: number;
}

export interface Outcome {
  /** Lines the child printed before it died: what it was told is durable. */
  lines: string[];
  killed: boolean;
  /** Operations counted; null where the child was killed. */
  operations: number | null;
  stderr: string;
}

/** Runs `script` with `args` under the shim. Throws where it ends by itself with another code than 0. */
export async function runUnderShim(
  shim: string,
  site: Site,
  script: string,
  args: readonly string[],
  cut: PowerCut = {},
): Promise<Outcome> {
  const countFile = join(site.stash, '..', 'operations');
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      LD_PRELOAD: shim,
      POWER_LOSS_FOLDER: site.folder,
      POWER_LOSS_STASH: site.stash,
      POWER_LOSS_AT: String(cut.at ?? 0),
      POWER_LOSS_KEEP: String(cut.keep ?? 0),
      POWER_LOSS_COUNT: countFile,
    },
  });
  const lines: string[] = [];
  let stderr = '';
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The child failed (${code ?? signal}):\n${stderr}`);
  const killed = signal === 'SIGKILL';
  return { lines, killed, operations: killed ? null : Number(readFileSync(countFile, 'utf8')), stderr };
}

/** The same numbers for the same seed (mulberry32), each from 1 to `below` inclusive. */
export function* points(seed: number, below: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    yield 1 + Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }
}
