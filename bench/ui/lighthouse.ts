/** Lighthouse on the signed-in first screen: installed beside the measurement, as its tree is ten times what it measures. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { quantile } from '../bench.ts';
import { type Figure, figure } from './figure.ts';
import { LAUNCH, type Served } from './served.ts';
import { filledAt, WATCH } from './watch.ts';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const TARGET = 95;

interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { id: string; score: number | null; title: string; displayValue?: string }>;
}

/** `folder` has the installation and takes the reports; the preset is "desktop", without a throttled line. */
export async function measureLighthouse(served: Served, folder: string, times: number) {
  const port = await freePort();
  // Its default profile, which is what Lighthouse looks with: it is signed in before.
  const context = await chromium.launchPersistentContext('', {
    ...LAUNCH,
    args: [...LAUNCH.args, `--remote-debugging-port=${port}`],
  });
  try {
    await context.addInitScript(WATCH);
    const page = await context.newPage();
    await page.goto(served.link);
    await filledAt(page);
    const url = new URL('/', served.link).href;
    await page.close();
    const reports: Report[] = [];
    for (let turn = 0; turn < times; turn += 1) reports.push(await look(folder, url, port, turn));
    const figures: Figure[] = CATEGORIES.map((category) => {
      const scores = reports.map(({ categories }) => (categories[category]?.score ?? Number.NaN) * 100);
      return figure(`Lighthouse ${category}, median`, quantile(scores, 0.5), 'score', { atLeast: TARGET });
    });
    return { figures, details: { lighthouse: LIGHTHOUSE, preset: 'desktop', short: short(reports[0]!) } };
  } finally {
    await context.close();
  }
}

/** Before anything is measured: what hundreds of packages write is not on the disk at once. */
export function installLighthouse(folder: string): void {
  if (existsSync(join(folder, 'node_modules', 'lighthouse'))) return;
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', LIGHTHOUSE], {
    stdio: 'inherit',
  });
}

/** Not in step: the browser's own driver must go on answering it. */
async function look(folder: string, url: string, port: number, turn: number): Promise<Report> {
  const output = join(folder, `report-${turn}.json`);
  await promisify(execFile)(process.execPath, [
    join(folder, 'node_modules', 'lighthouse', 'cli', 'index.js'),
    url,
    `--port=${port}`,
    '--preset=desktop',
    '--disable-storage-reset',
    `--only-categories=${CATEGORIES.join(',')}`,
    '--output=json',
    `--output-path=${output}`,
    '--quiet',
    '--no-enable-error-reporting',
  ]);
  return JSON.parse(readFileSync(output, 'utf8')) as Report;
}

/** What kept it from a full score. */
function short({ categories, audits }: Report): string[] {
  const counted = Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id),
  );
  return [...new Set(counted)]
    .map((id) => audits[id]!)
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ id, score, displayValue }) => `${id}: ${score}${displayValue ? ` (${displayValue})` : ''}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
