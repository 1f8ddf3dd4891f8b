/** The shim itself: it must take back exactly what was not fsynced, or the tests that stand on it say nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { buildShim, makeSite, type PowerCut, points, runUnderShim } from './power-cut.ts';

const shim = buildShim();
const script = join(import.meta.dirname, 'rows-child.ts');
const rows = 12;

async function lostRows(file: string, synchronous: 'OFF' | 'FULL', cut: PowerCut) {
  const site = makeSite();
  try {
    const path = join(site.folder, 'rows.db');
    const { lines, killed, operations } = await runUnderShim(
      file,
      site,
      script,
      [path, synchronous, String(rows)],
      cut,
    );
    const found = new Set<string>();
    if (existsSync(path)) {
      const db = new Database(path);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      const table = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'row'").pluck().get();
      if (table) for (const id of db.prepare('SELECT id FROM row').pluck().all()) found.add(String(id));
      db.close();
    }
    return { told: lines.length, lost: lines.filter((id) => !found.has(id)).length, killed, operations };
  } finally {
    site.remove();
  }
}

describe.skipIf('missing' in shim)('the power-loss shim', () => {
  const file = 'file' in shim ? shim.file : '';

  it('leaves a process alone that is not cut off, and counts its operations', async () => {
    const { told, lost, killed, operations } = await lostRows(file, 'FULL', {});
    expect({ told, lost, killed }).toEqual({ told: rows, lost: 0, killed: false });
    expect(operations).toBeGreaterThan(rows * 2);
  });

  it('keeps every commit made with synchronous=FULL, wherever the power goes', async () => {
    const { operations } = await lostRows(file, 'FULL', {});
    const pick = points(7, operations!);
    for (let i = 0; i < 10; i++) {
      const at = pick.next().value;
      const { lost, killed } = await lostRows(file, 'FULL', { at, keep: i % 2 === 0 ? 0 : i });
      expect({ at, lost, killed }).toEqual({ at, lost: 0, killed: true });
    }
  });

  it('loses commits made with synchronous=OFF', async () => {
    const { operations } = await lostRows(file, 'OFF', {});
    const { told, lost, killed } = await lostRows(file, 'OFF', { at: operations! - 6 });
    expect(killed).toBe(true);
    expect(told).toBeGreaterThan(0);
    expect(lost).toBeGreaterThan(0);
  });
});

it.runIf('missing' in shim)('the power-loss shim could not be built', ({ skip }) => {
  skip('missing' in shim ? shim.missing : '');
});
