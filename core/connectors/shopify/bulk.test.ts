import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RoyalError } from '../../../shared/errors.ts';
import type { ShopClient } from '../shop-client.ts';
import { awaitBulk, type BulkResult, downloadBulk, startBulk, withFilter } from './bulk.ts';
import { BULK_FULFILLMENT_ORDERS, BULK_ORDERS, BULK_RUN, BULK_STATUS } from './documents.ts';

const ID = 'gid://shopify/BulkOperation/1';
const { signal } = new AbortController();
const LINES = Array.from({ length: 500 }, (_, index) => JSON.stringify({ id: index })).join('\n');

function status(fields: Record<string, unknown>) {
  return {
    bulkOperation: {
      id: ID,
      status: 'RUNNING',
      errorCode: null,
      createdAt: '2026-11-23T10:00:00Z',
      objectCount: '0',
      fileSize: null,
      url: null,
      partialDataUrl: null,
      ...fields,
    },
  };
}

/** Answers in order, the last one again and again; an Error is thrown. */
function clientOf(answers: Record<string, unknown[]>): ShopClient {
  return {
    request: async <Data>(document: string) => {
      const left = answers[document] ?? [];
      const answer = left.length > 1 ? left.shift() : left[0];
      if (answer instanceof Error) throw answer;
      return answer as Data;
    },
    download: () => Promise.reject(new Error('not expected')),
    scopes: async () => new Set(),
  };
}

const started = { bulkOperationRunQuery: { bulkOperation: { id: ID }, userErrors: [] } };
const refused = (code: string) => ({
  bulkOperationRunQuery: { bulkOperation: null, userErrors: [{ message: 'no', code }] },
});
const royal = (code: 'answer_lost' | 'scope_missing') =>
  new RoyalError({ code, message: code, next: 'Try again later.' });

describe('startBulk', () => {
  it('waits for a free place and starts again where the answer was lost', async () => {
    const client = clientOf({
      [BULK_RUN]: [refused('OPERATION_IN_PROGRESS'), royal('answer_lost'), started],
    });
    expect(await startBulk(client, BULK_ORDERS, signal)).toBe(ID);
  });

  it('passes on what waiting does not mend', async () => {
    await expect(
      startBulk(clientOf({ [BULK_RUN]: [refused('INVALID')] }), BULK_ORDERS, signal),
    ).rejects.toMatchObject({ code: 'bulk_failed' });
    await expect(
      startBulk(clientOf({ [BULK_RUN]: [royal('scope_missing')] }), BULK_ORDERS, signal),
    ).rejects.toMatchObject({ code: 'scope_missing' });
  });
});

describe('awaitBulk', () => {
  it('tells how many objects there are and returns the result', async () => {
    const client = clientOf({
      [BULK_STATUS]: [
        status({ objectCount: '3' }),
        status({ status: 'COMPLETED', objectCount: '9', fileSize: '120', url: 'https://x/1' }),
      ],
    });
    const told: number[] = [];
    expect(await awaitBulk(client, ID, signal, (count) => told.push(count))).toEqual({
      id: ID,
      startedAt: Date.parse('2026-11-23T10:00:00Z'),
      url: 'https://x/1',
      size: 120,
      objects: 9,
    });
    expect(told).toEqual([3, 9]);
  });

  it.each([
    [{ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', partialDataUrl: 'https://x/p' }, 'bulk_failed'],
    [{ status: 'EXPIRED' }, 'bulk_failed'],
    [{ status: 'CANCELED' }, 'bulk_failed'],
    [{ status: 'FAILED', errorCode: 'ACCESS_DENIED' }, 'scope_missing'],
  ])('refuses a partial result: %o', async (fields, code) => {
    const client = clientOf({ [BULK_STATUS]: [status(fields)] });
    await expect(awaitBulk(client, ID, signal, () => {})).rejects.toMatchObject({ code });
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    const waiting = awaitBulk(clientOf({ [BULK_STATUS]: [status({})] }), ID, stop.signal, () => stop.abort());
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('downloadBulk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'royal-bulk-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const result = (size: number | null = LINES.length): BulkResult => ({
    id: ID,
    startedAt: 0,
    url: 'https://x/1',
    size,
    objects: 500,
  });

  /** Serves the file, breaking each connection after so many bytes (a negative number: without an error). */
  function serving(breaks: number[], asked: number[]): ShopClient {
    return {
      ...clientOf({}),
      download: async (_url, fromByte) => {
        asked.push(fromByte);
        const rest = Buffer.from(LINES).subarray(fromByte);
        const after = breaks.shift();
        return new ReadableStream({
          start(controller) {
            controller.enqueue(rest.subarray(0, Math.abs(after ?? rest.length)));
            if (after === undefined || after < 0) controller.close();
            else setImmediate(() => controller.error(new TypeError('terminated')));
          },
        });
      },
    };
  }

  it('goes on at the byte where each connection broke', async () => {
    const asked: number[] = [];
    const file = join(folder, 'deep', 'orders.jsonl');
    const told: number[] = [];
    await downloadBulk(serving([1000, -700, 1], asked), result(), file, signal, (bytes) => told.push(bytes));
    expect(readFileSync(file, 'utf8')).toBe(LINES);
    expect(asked[0]).toBe(0);
    expect(asked.every((from, index) => index === 0 || from >= asked[index - 1]!)).toBe(true);
    expect(told.at(-1)).toBe(LINES.length);
  });

  it('goes on with a file that an earlier process left, and begins anew with one too long', async () => {
    const file = join(folder, 'orders.jsonl');
    writeFileSync(file, LINES.slice(0, 1234));
    const asked: number[] = [];
    await downloadBulk(serving([], asked), result(), file, signal, () => {});
    expect(asked).toEqual([1234]);
    await downloadBulk(serving([], asked), result(), file, signal, () => {});
    expect(asked).toEqual([1234]);
    writeFileSync(file, `${LINES}rubbish`);
    await downloadBulk(serving([], asked), result(), file, signal, () => {});
    expect(readFileSync(file, 'utf8')).toBe(LINES);
  });

  it('gives up once no further byte comes, and keeps what it has', async () => {
    const file = join(folder, 'orders.jsonl');
    const client: ShopClient = {
      ...clientOf({}),
      download: async (_url, fromByte) =>
        new ReadableStream({
          start(controller) {
            if (fromByte === 0) controller.enqueue(Buffer.from(LINES.slice(0, 2000)));
            controller.close();
          },
        }),
    };
    await expect(downloadBulk(client, result(), file, signal, () => {})).rejects.toMatchObject({
      code: 'data_cut_off',
      details: { bytes: 2000, size: LINES.length },
    });
    expect(statSync(file).size).toBe(2000);
  });

  it('writes an empty file where nothing was found', async () => {
    const file = join(folder, 'none.jsonl');
    await downloadBulk(clientOf({}), { ...result(null), url: null }, file, signal, () => {});
    expect(statSync(file).size).toBe(0);
  });
});

describe('withFilter', () => {
  it('adds the filter to the root field, beside arguments that are there', () => {
    expect(withFilter(BULK_ORDERS, "updated_at:>='x'")).toContain(`orders(query: "updated_at:>='x'") {`);
    expect(withFilter(BULK_FULFILLMENT_ORDERS, 'id:1')).toContain('(includeClosed: true, query: "id:1")');
  });
});
