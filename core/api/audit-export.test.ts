import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Ledger } from '../ledger/ledger.ts';
import { openTestLedger } from '../ledger/testing/test-ledger.ts';
import { exportAudit } from './audit-export.ts';

async function exported(ledger: Ledger, wish: { format: 'csv' | 'jsonl'; from?: number; to?: number }) {
  const verdict = { ok: true, text: 'ok', rows: 0 };
  const stream = exportAudit(ledger.audit, async () => verdict, wish, undefined);
  const pieces: string[] = [];
  for (;;) {
    const step = await stream.next();
    if (step.done) return { pieces, text: pieces.join(''), result: step.value };
    pieces.push(step.value.text);
  }
}

function withRows(count: number, subject = (n: number) => `action:${n}`): Ledger {
  let time = 1000;
  const ledger = openTestLedger({ now: () => time });
  ledger.transaction(() => {
    for (let n = 0; n < count; n++) {
      time += 1;
      ledger.audit.append({ actor: { kind: 'person', id: 'ada' }, kind: 'test.row', subject: subject(n) });
    }
  });
  return ledger;
}

describe('exporting the record', () => {
  it('comes in pieces that make one file, each row once and in order, with the digest of the whole', async () => {
    const { pieces, text, result } = await exported(withRows(1201), { format: 'jsonl' });
    expect(pieces).toHaveLength(3);
    const numbers = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { number: number }).number);
    expect(numbers).toEqual(Array.from({ length: 1201 }, (_, n) => n + 1));
    expect(result.rows).toBe(1201);
    expect(result.digest).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('takes from a moment on and up to another', async () => {
    const { result } = await exported(withRows(20), { format: 'csv', from: 1005, to: 1010 });
    expect(result.rows).toBe(5);
  });

  it('gives the head alone where there is nothing', async () => {
    const { text, result } = await exported(openTestLedger(), { format: 'csv' });
    expect(text).toBe('number,at,actor_kind,actor,kind,store,subject,data,hash\r\n');
    expect(result.rows).toBe(0);
  });

  it('lets no text run as a formula', async () => {
    const { text } = await exported(
      withRows(1, () => '=1+1'),
      { format: 'csv' },
    );
    expect(text).toContain(",'=1+1,");
  });

  it('quotes what would end a cell', async () => {
    const { text } = await exported(
      withRows(1, () => 'a "b", c\nd'),
      { format: 'csv' },
    );
    expect(text).toContain(',"a ""b"", c\nd",');
  });
});
