/** The ledger through power cuts: whatever it said is durable is there afterwards, and its chain still holds. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../core/ledger/ledger.ts';
import { auditKey, fileAnchor, type Told } from './ledger-child.ts';
import { buildShim, makeSite, type PowerCut, points, runUnderShim, type Site } from './power-cut.ts';

const shim = buildShim();
const script = join(import.meta.dirname, 'ledger-child.ts');
const actionStates = ['proposed', 'approved', 'executing', 'verified'];
const attemptStates = ['intended', 'sent', 'answered'];
const open = (site: Site) =>
  openLedger(join(site.folder, 'ledger.db'), {
    now: () => Date.UTC(2026, 10, 24),
    anchor: fileAnchor(site.folder),
    auditKey,
  });

/** One life of the process on the site; what it told is added to `told`. */
async function live(file: string, site: Site, told: Told[], cut: PowerCut): Promise<number | null> {
  const { lines, operations } = await runUnderShim(file, site, script, [site.folder, '3'], cut);
  told.push(...lines.map((line) => JSON.parse(line) as Told));
  return operations;
}

/** What is missing from the ledger of all that was told; empty where nothing is. */
function missing(site: Site, told: readonly Told[]): string[] {
  const ledger = open(site);
  try {
    const lost: string[] = [];
    for (const { action, state, attempt } of told) {
      const found = ledger.actions.get(action);
      if (!found) lost.push(`action ${action}`);
      else if (state && actionStates.indexOf(found.state) < actionStates.indexOf(state))
        lost.push(`action ${action}: ${state} was told, ${found.state} is there`);
      if (!attempt) continue;
      const kept = ledger.attempts.list(action).find(({ key }) => key === attempt.key);
      if (!kept) lost.push(`the intent ${attempt.key}`);
      else if (attemptStates.indexOf(kept.state) < attemptStates.indexOf(attempt.state))
        lost.push(`intent ${attempt.key}: ${attempt.state} was told, ${kept.state} is there`);
    }
    lost.push(...ledger.integrity());
    const verdict = ledger.audit.verify();
    if (verdict.state !== 'ok') lost.push(verdict.text);
    return lost;
  } finally {
    ledger.close();
  }
}

describe.skipIf('missing' in shim)('the ledger under power loss', () => {
  const file = 'file' in shim ? shim.file : '';

  it('keeps every confirmed step, over several lives each ended by a cut', { timeout: 180_000 }, async () => {
    const whole = makeSite();
    const told: Told[] = [];
    const operations = await live(file, whole, told, {}).finally(() => whole.remove());
    expect(told.length).toBe(3 * 7);
    const pick = points(2026, operations!);
    for (let i = 0; i < 25; i++) {
      const site = makeSite();
      try {
        const confirmed: Told[] = [];
        const cuts: PowerCut[] = [];
        for (let life = 0; life < 3; life++) {
          const cut = { at: pick.next().value, keep: i % 2 === 0 ? 0 : pick.next().value };
          cuts.push(cut);
          await live(file, site, confirmed, cut);
        }
        expect(missing(site, confirmed), JSON.stringify(cuts)).toEqual([]);
      } finally {
        site.remove();
      }
    }
  });

  it('would be seen to lose steps if it did: a step taken out again is reported', async () => {
    const site = makeSite();
    try {
      const told: Told[] = [];
      await live(file, site, told, {});
      expect(missing(site, told)).toEqual([]);
      const db = new Database(join(site.folder, 'ledger.db'));
      db.exec("UPDATE attempts SET state = 'intended' WHERE id = (SELECT max(id) FROM attempts)");
      db.close();
      expect(missing(site, told).join()).toContain('answered was told');
    } finally {
      site.remove();
    }
  });
});

it.runIf('missing' in shim)('the power-loss shim could not be built', ({ skip }) => {
  skip('missing' in shim ? shim.missing : '');
});
