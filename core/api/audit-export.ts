/** The record as a file, a page at a time: CSV for a spreadsheet, JSON lines with the hashes for whoever checks the chain. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditExportChunkView, AuditExportResultView } from '../../shared/contract/decision-schemas.ts';
import type { AuditVerdict } from '../../shared/contract/schemas.ts';
import { csvLine } from '../../shared/csv-line.ts';
import type { Audit } from '../ledger/audit.ts';
import type { AuditRow } from '../ledger/types.ts';

const ROWS_A_CHUNK = 500;
const COLUMNS = ['number', 'at', 'actor_kind', 'actor', 'kind', 'store', 'subject', 'data', 'hash'];

export async function* exportAudit(
  audit: Audit,
  verify: () => Promise<AuditVerdict>,
  { format, from, to }: { format: 'csv' | 'jsonl'; from?: number; to?: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<AuditExportChunkView, AuditExportResultView> {
  const verdict = await verify();
  // What is written while this goes on comes after the verdict, which says nothing of it.
  const end = audit.list({ limit: 1 })[0]?.number ?? 0;
  const digest = createHash('sha256');
  let rows = 0;
  let text = format === 'csv' ? `${COLUMNS.join(',')}\r\n` : '';
  for (let last = 0; last < end || text !== ''; ) {
    const page = audit.after(last, ROWS_A_CHUNK, { from, to }).filter((row) => row.number <= end);
    text += page.map(format === 'csv' ? auditLine : jsonLine).join('');
    if (text !== '') {
      digest.update(text);
      rows += page.length;
      yield { text, rows: page.length };
    }
    text = '';
    const newest = page.at(-1);
    if (!newest || signal?.aborted) break;
    last = newest.number;
    await nextTurn();
  }
  return { rows, digest: digest.digest('hex'), verdict };
}

function auditLine({ number, at, actor, kind, storeId, subject, data, hash }: AuditRow): string {
  const cells = [
    String(number),
    new Date(at).toISOString(),
    actor.kind,
    actor.id,
    kind,
    storeId ?? '',
    subject ?? '',
    JSON.stringify(data),
    hash,
  ];
  return csvLine(cells);
}

function jsonLine({ number, at, actor, kind, storeId, subject, data, hash }: AuditRow): string {
  return `${JSON.stringify({ number, at, actor, kind, storeId, subject, data, hash })}\n`;
}
