import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readDeletions, recordDeletion } from './deletions.ts';

it('half a line left by a crash costs no deletion after it', () => {
  const root = mkdtempSync(join(tmpdir(), 'royal-deletions-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const of = (customerId: number) => ({ storeId: 'gbp', customerId, at: 1 });
  recordDeletion(root, of(1));
  appendFileSync(join(root, 'deletions.jsonl'), '{"storeId":"gbp","cust');
  recordDeletion(root, of(2));
  recordDeletion(root, of(3));
  expect(readDeletions(root)).toEqual([of(1), of(2), of(3)]);
});
