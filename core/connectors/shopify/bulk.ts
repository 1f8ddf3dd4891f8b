/** Bulk operations: started, watched, and their result downloaded to a file that grows where it was cut. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, RoyalError } from '../../../shared/errors.ts';
import type { EpochMs } from '../../../shared/time.ts';
import { cancelled } from '../../resilience/policy.ts';
import type { ShopClient } from '../shop-client.ts';
import { BULK_CANCEL, BULK_RUN, BULK_STATUS } from './documents.ts';

/** A finished operation. `url` is null where it found nothing. */
export interface BulkResult {
  id: string;
  /** The shop's own clock: everything updated before is in the file. */
  startedAt: EpochMs;
  url: string | null;
  /** Bytes of the file, null where Shopify does not say. */
  size: number | null;
  objects: number;
}

interface BulkNode {
  id: string;
  status: string;
  errorCode: string | null;
  createdAt: string;
  objectCount: string;
  fileSize: string | null;
  url: string | null;
  partialDataUrl: string | null;
}

const FIRST_POLL_MS = 100;
const LONGEST_POLL_MS = 10_000;
const START_TRIES = 6;
/** Five operations run at a time for an app and shop; another program of the owner's may hold them all. */
const SLOT_WAIT_MS = 15 * 60_000;
/** Connections that bring no byte, one after another, until the download is given up. */
const EMPTY_TRIES = 5;

/** The bulk query over only what the filter (Shopify's search syntax) lets through. */
export function withFilter(document: string, filter: string): string {
  return document.replace(
    /(\{\s*\w+)(?:\(([^)]*)\))?(\s*\{)/,
    (_all, head: string, given: string | undefined, tail: string) =>
      `${head}(${given ? `${given}, ` : ''}query: ${JSON.stringify(filter)})${tail}`,
  );
}

/** Starts an operation, waiting for a free place. Returns its gid. Throws RoyalError. */
export async function startBulk(client: ShopClient, query: string, signal: AbortSignal): Promise<string> {
  const waitUntil = performance.now() + SLOT_WAIT_MS;
  for (let tries = 1, pause = FIRST_POLL_MS; ; pause = Math.min(pause * 2, LONGEST_POLL_MS)) {
    try {
      const { bulkOperationRunQuery: answer } = await client.request<{
        bulkOperationRunQuery: {
          bulkOperation: { id: string } | null;
          userErrors: { message: string; code: string | null }[];
        };
      }>(BULK_RUN, { query }, { mutation: true, signal });
      if (answer.bulkOperation) return answer.bulkOperation.id;
      const refusal = answer.userErrors[0];
      const busy = /IN_PROGRESS|LIMIT|CONCURREN/.test(refusal?.code ?? '');
      if (!busy || performance.now() > waitUntil) {
        throw failed(`Shopify did not start the bulk operation: ${refusal?.message ?? 'no reason given'}`);
      }
    } catch (error) {
      // An operation started twice only reads twice; one whose answer was lost ends by itself.
      const passing =
        error instanceof RoyalError && ['answer_lost', 'shop_unavailable', 'throttled'].includes(error.code);
      if (!passing || error.details?.retry === false || tries >= START_TRIES) throw error;
      tries += 1;
    }
    await pauseFor(pause, signal);
  }
}

/**
 * Waits for an operation to end. Throws RoyalError bulk_failed (details.reason: the status) or scope_missing.
 */
export async function awaitBulk(
  client: ShopClient,
  id: string,
  signal: AbortSignal,
  onObjects: (objects: number) => void,
): Promise<BulkResult> {
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 1.5, LONGEST_POLL_MS)) {
    const { bulkOperation: node } = await client.request<{ bulkOperation: BulkNode | null }>(
      BULK_STATUS,
      { id },
      { signal },
    );
    if (!node) throw failed('Shopify no longer knows the bulk operation.', 'EXPIRED');
    onObjects(Number(node.objectCount));
    if (node.status === 'COMPLETED') {
      return {
        id,
        startedAt: Date.parse(node.createdAt),
        url: node.url,
        size: node.fileSize === null ? null : Number(node.fileSize),
        objects: Number(node.objectCount),
      };
    }
    if (node.errorCode === 'ACCESS_DENIED') {
      throw new RoyalError({
        code: 'scope_missing',
        message: 'Shopify stopped a bulk operation: the app lacks a scope for it.',
        next: 'Compare the app’s scopes with the list in the README: dev.shopify.com, your app, Versions.',
      });
    }
    if (/^(FAILED|CANCELED|EXPIRED)$/.test(node.status)) {
      throw failed(
        `The bulk operation ended as ${node.status}${node.errorCode ? ` (${node.errorCode})` : ''}.`,
        node.status,
      );
    }
    await pauseFor(pause, signal);
  }
}

/** Best effort: gives the place back. */
export async function cancelBulk(client: ShopClient, id: string): Promise<void> {
  await client.request(BULK_CANCEL, { id }, { mutation: true }).catch(() => {});
}

/**
 * Completes `file` with the bytes it lacks; a cut connection is taken up at the byte where it broke. Throws
 * RoyalError: data_cut_off once no further byte comes, bulk_failed (reason 'expired') where the address ended,
 * disk_full, folder_read_only, cancelled.
 */
export async function downloadBulk(
  client: ShopClient,
  result: BulkResult,
  file: string,
  signal: AbortSignal,
  onBytes: (bytes: number, total: number | null) => void,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch((error) => Promise.reject(diskError(error)));
  let have = await sizeOf(file);
  if (result.size !== null && have > result.size) {
    await rm(file);
    have = 0;
  }
  if (result.url === null || result.size === 0) return append(file, [], signal);
  for (let empty = 0; result.size === null || have < result.size; ) {
    const before = have;
    let lost: unknown;
    try {
      const stream = await client.download(result.url, have, signal);
      const counted = async function* () {
        for await (const chunk of stream) {
          have += chunk.length;
          onBytes(have, result.size);
          yield chunk;
        }
      };
      await append(file, counted(), signal);
      if (result.size === null) return;
    } catch (error) {
      if (signal.aborted) throw cancelled();
      if (error instanceof RoyalError && error.code !== 'answer_lost') throw error;
      lost = error;
    }
    // What counts is what the disk holds.
    have = await sizeOf(file);
    empty = have > before ? 0 : empty + 1;
    if (empty >= EMPTY_TRIES) {
      throw new RoyalError(
        {
          code: 'data_cut_off',
          message: `The download stops after ${have} of ${result.size ?? 'unknown'} bytes.`,
          next: 'Check the network connection, then run `royal sync`; it goes on at this byte.',
          details: { bytes: have, size: result.size },
        },
        { cause: lost },
      );
    }
    if (empty > 0) await pauseFor(FIRST_POLL_MS * 2 ** (empty - 1), signal);
  }
}

async function append(
  file: string,
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await pipeline(source, createWriteStream(file, { flags: 'a' }), { signal });
  } catch (error) {
    throw diskError(error);
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  );
}

function diskError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  const known: Record<string, { code: ErrorCode; message: string; next: string }> = {
    ENOSPC: {
      code: 'disk_full',
      message: 'There is no room left on the disk for the download.',
      next: 'Free some space, then run `royal sync`; it goes on where it stopped.',
    },
    EROFS: READ_ONLY,
    EACCES: READ_ONLY,
    EPERM: READ_ONLY,
  };
  const told = known[String(code)];
  return told ? new RoyalError(told, { cause: error }) : error;
}

const READ_ONLY: { code: ErrorCode; message: string; next: string } = {
  code: 'folder_read_only',
  message: 'The data folder can’t be written to.',
  next: 'Give your user the right to write to the data folder.',
};

async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw cancelled();
  }
}

function failed(message: string, reason?: string): RoyalError {
  return new RoyalError({
    code: 'bulk_failed',
    message,
    next: 'Run `royal sync` again; what is already here is kept.',
    details: reason ? { reason } : undefined,
  });
}
