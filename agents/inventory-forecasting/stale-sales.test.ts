import { describe, expect, it } from 'vitest';
import type { AgentReport } from '../../shared/agent.ts';
import { DAY_MS } from '../../shared/time.ts';
import { run } from './testing/report.ts';
import { FIRST_DAY, NOW, type SampleStore, steady, TODAY, variant } from './testing/sample-store.ts';

/** Files imported now, whose orders end so many days ago: five a day until then. */
const ended = (days: number, facts: Partial<SampleStore> = {}): SampleStore => ({
  variants: [variant(1, { available: 60 })],
  sales: steady(1, 5).filter(({ day }) => day <= TODAY - days),
  salesUntil: NOW - days * DAY_MS,
  ...facts,
});
const kinds = ({ findings }: AgentReport): string[] => findings.map(({ kind }) => kind);
const ordered = ({ proposals }: AgentReport): string[] => proposals.map(({ title }) => title);

describe('sales of files that end some time ago', () => {
  it('are not taken for nothing sold since', async () => {
    const whole = await run({ variants: [variant(1, { available: 60 })], sales: steady(1, 5) });
    const report = await run(ended(20));
    expect(ordered(report)).toEqual(ordered(whole));
    expect(report.findings[0]).toMatchObject({
      kind: 'stale_sales',
      severity: 'watch',
      title: 'Sales are known until 20 days ago: forecasts go on from there',
      evidence: [{ data: { lastOrder: '2026-11-03', days: 20 } }],
    });
    expect(kinds(report)).not.toContain('stale_stock');
  });

  it('are not told of within a week, nor where the stock is as old', async () => {
    expect(kinds(await run(ended(7)))).not.toContain('stale_sales');
    const synced = await run(ended(20, { syncedAt: NOW - 20 * DAY_MS }));
    expect(kinds(synced)).toContain('stale_stock');
    expect(kinds(synced)).not.toContain('stale_sales');
  });

  it('are forecast though they ended years ago', async () => {
    const days = 1500;
    const sales = steady(1, 5, FIRST_DAY - days).filter(({ day }) => day <= TODAY - days);
    const report = await run(ended(days, { sales, firstDay: FIRST_DAY - days }));
    expect(report.outlooks![0]!.forecast!.fan.mean[0]).toBeCloseTo(5, 0);
  });
});
