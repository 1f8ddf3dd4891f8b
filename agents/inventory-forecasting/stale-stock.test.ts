import { describe, expect, it } from 'vitest';
import type { AgentReport } from '../../shared/agent.ts';
import { DAY_MS } from '../../shared/time.ts';
import { run } from './testing/report.ts';
import { NOW, type SampleStore, steady, TODAY, variant } from './testing/sample-store.ts';

const SINCE = 14;
/** Five a day until the sync; the shop sold on, and nobody read that. */
const old = (facts: Partial<SampleStore> = {}): SampleStore => ({
  variants: [variant(1, { available: 160 })],
  sales: steady(1, 5).filter(({ day }) => day < TODAY - SINCE),
  syncedAt: NOW - SINCE * DAY_MS,
  ...facts,
});
const kinds = ({ findings }: AgentReport): string[] => findings.map(({ kind }) => kind);

describe('stock of two weeks ago', () => {
  it('is taken for what is left of it by now, and leads to the order that fresh stock leads to', async () => {
    const fresh = await run({ variants: [variant(1, { available: 90 })], sales: steady(1, 5) });
    const report = await run(old());
    expect(report.proposals.map(({ title }) => title)).toEqual(fresh.proposals.map(({ title }) => title));
    expect(report.proposals[0]!.evidence[0]).toMatchObject({
      text: expect.stringContaining('90 in stock last 18 days (70 taken off as sold since the last sync)'),
      data: { available: 90, soldSinceSync: 70 },
    });
    expect(report.findings[0]).toMatchObject({
      kind: 'stale_stock',
      severity: 'watch',
      title: 'Stock as of 14 days ago: 70 units of 1 variant taken off as sold since',
      subject: { kind: 'store', id: 'gbp' },
    });
    expect(report.findings[0]!.evidence[0]!.text).toBe(
      'What the shop had was last read on 2026-11-09. 70 units of 1 variant taken off as sold since, as the forecast has it; ' +
        'what came in and what sold beyond it since are not known. Sync the store, or import newer files, and run the agent again.',
    );
    expect(kinds(fresh)).not.toContain('stale_stock');
  });

  it('is less by as much where the forecast is that of the run before', async () => {
    for (const before of [0, 1, SINCE]) {
      const last = await run(old({ now: NOW - before * DAY_MS }));
      const [finding] = (await run(old({ last }))).findings;
      expect(finding!.evidence[0]!.data).toMatchObject({ units: 70 });
    }
  });

  it('loses no more than there was, and nothing where there was none', async () => {
    const variants = [variant(1, { available: 30 }), variant(2, { available: -2 })];
    const sales = [1, 2].flatMap((id) => steady(id, 5)).filter(({ day }) => day < TODAY - SINCE);
    const report = await run(old({ variants, sales }));
    expect(report.findings[0]!.evidence[0]!.data).toMatchObject({ units: 30, variants: 1 });
    expect(report.proposals[0]!.evidence.slice(0, 2)).toMatchObject([
      { data: { available: 0 } },
      { data: { available: -2 } },
    ]);
  });

  it('is as good as new within a day, and told though nothing sells', async () => {
    const sales = steady(1, 5);
    expect(kinds(await run(old({ sales, syncedAt: NOW - 0.9 * DAY_MS })))).not.toContain('stale_stock');
    expect((await run(old({ sales: [] }))).findings[0]!.title).toBe(
      'Stock as of 14 days ago: nothing is expected to have sold since',
    );
  });
});
