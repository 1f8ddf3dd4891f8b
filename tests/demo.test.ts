import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { OnceResult } from '../headless/demo/once.ts';
import { royal } from './royal-process.ts';

const DEMO = fileURLToPath(new URL('../headless/demo.js', import.meta.url));

describe('the demo', () => {
  let ended: (() => void) | null = null;
  afterEach(() => ended?.());

  function start(...flags: string[]) {
    const child = spawn(process.execPath, [DEMO, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
    ended = () => child.kill('SIGKILL');
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (part) => {
      said.stdout += part;
    });
    child.stderr.on('data', (part) => {
      said.stderr += part;
    });
    return { child, said, closed: once(child, 'close') as Promise<[number | null]> };
  }

  it('goes the whole path once, and all of it holds', async () => {
    const { said, closed } = start('--once', '--json');
    const [code] = await closed;
    const result = JSON.parse(said.stdout) as OnceResult;
    expect(result).toMatchObject({ reconciled: true, differences: [], audit: 'ok' });
    expect(code).toBe(0);
    expect(result.counts.orders).toBeGreaterThan(1000);
    expect(result.counts.lines).toBeGreaterThan(result.counts.orders);
    expect(result.journal).toEqual({ effectiveWrites: 3, expectedWrites: 3 });
    expect(result.forecast.series).toBeGreaterThan(10);
    expect(result.forecast.mase!).toBeLessThan(result.forecast.naiveMase!);
    const states = (type: string) => result.actions.filter((a) => a.type === type).map((a) => a.state);
    expect(states('price.change').sort()).toEqual(['undone', 'verified']);
    expect(states('purchase_order.receive')).toEqual(['verified']);
    expect(states('purchase_order.create')).toContain('verified');
    expect(result.actions.find((a) => a.type === 'purchase_order.create')?.agent).toBe(
      'inventory-forecasting',
    );
  });

  it('stays, tells how to approve from another terminal, shows that it was done, and ends cleanly', async () => {
    const { child, said, closed } = start();
    await expect
      .poll(() => child.exitCode !== null || said.stdout.includes('Ctrl-C ends the demo'), {
        timeout: 100_000,
      })
      .toBe(true);
    expect(said.stderr).toBe('');
    const command = /npm run -s royal -- actions approve (\d+) --data (\S+)/.exec(said.stdout);
    expect(command).not.toBeNull();
    const [, id, folder] = command as unknown as [string, string, string];
    const { code, json } = await royal(['actions', 'approve', id, '--json'], { folder });
    expect(json).toMatchObject({ id: Number(id), state: 'verified' });
    expect(code).toBe(0);
    await expect.poll(() => said.stdout, { timeout: 20_000 }).toMatch(new RegExp(`action ${id} +verified`));
    child.kill('SIGINT');
    expect((await closed)[0]).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });
});
