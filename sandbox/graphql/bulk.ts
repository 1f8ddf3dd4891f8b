/** Bulk operations: started by a mutation, run in the background in short slices, their results kept in files. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SandboxClock } from '../clock.ts';
import type { Documents } from '../documents.ts';
import type { Faults } from '../http/faults.ts';
import { idOf, type Shop } from '../model.ts';
import { type BulkQuery, BulkQueryError, compileBulkQuery } from './bulk-query.ts';
import type { CompileContext } from './compile.ts';
import type { FieldTable } from './fields.ts';
import { filterOf, LISTS } from './lists.ts';
import type { ShopRequest } from './request.ts';
import { compileSearch, parseSearch } from './search.ts';
import type { Arguments, Stored } from './values.ts';

const CONCURRENT = 5;
const SLICE_MS = 12;
const BUFFER_BYTES = 256 * 1024;
/** Without grouping, lines of so many root objects are mixed, and some children wait for the file's end. */
const MIXED = 64;
const HELD_BACK_LINES = 1000;

type BulkStatus = 'CREATED' | 'RUNNING' | 'COMPLETED' | 'CANCELING' | 'CANCELED' | 'FAILED';

interface Operation {
  id: string;
  shop: string;
  status: BulkStatus;
  query: string;
  errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | null;
  createdAt: string;
  completedAt: string | null;
  objects: number;
  roots: number;
  bytes: number;
  hasData: boolean;
}

export class BulkOperations {
  readonly #documents: Documents;
  readonly #clock: SandboxClock;
  readonly #faults: Faults;
  readonly #folder: string;
  readonly #roots: Record<string, FieldTable>;
  readonly #live = new Map<string, Operation>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(options: {
    documents: Documents;
    clock: SandboxClock;
    faults: Faults;
    folder: string;
    roots: Record<string, FieldTable>;
  }) {
    this.#documents = options.documents;
    this.#clock = options.clock;
    this.#faults = options.faults;
    this.#folder = options.folder;
    this.#roots = options.roots;
    mkdirSync(this.#folder, { recursive: true });
    this.#documents.database.exec(`CREATE TABLE IF NOT EXISTS bulk_operations
      (shop TEXT NOT NULL, id INTEGER PRIMARY KEY, json TEXT NOT NULL)`);
    this.#failAbandoned();
  }

  /** What a killed sandbox left under way can't be finished. */
  #failAbandoned(): void {
    for (const operation of this.#all())
      if (!isOver(operation))
        this.#save({ ...operation, status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' });
  }

  /** The payload of bulkOperationRunQuery. */
  start(query: string, groupObjects: boolean, request: ShopRequest): Stored {
    const { shop } = request;
    const refuse = (message: string, code: string): Stored => ({
      bulkOperation: null,
      userErrors: [{ field: ['query'], message, code }],
    });
    const context: CompileContext = {
      fragments: {},
      roots: this.#roots,
      granted: request.granted,
      redacted: request.redacted,
      variables: {},
      denied: [],
      bubbled: false,
    };
    let compiled: BulkQuery;
    try {
      compiled = compileBulkQuery(query, context);
      filterOf(compiled.field, compiled.args, request);
    } catch (error) {
      if (error instanceof BulkQueryError) return refuse(error.message, 'INVALID');
      throw error;
    }
    const busy = [...this.#live.values()].filter((other) => other.shop === shop.domain && !isOver(other));
    if (busy.length >= CONCURRENT)
      return refuse(
        `${CONCURRENT} bulk query operations for this app and shop are already in progress.`,
        'OPERATION_IN_PROGRESS',
      );
    const operation: Operation = {
      id: `gid://shopify/BulkOperation/${this.#documents.nextId(shop.domain, 'BulkOperation')}`,
      shop: shop.domain,
      status: 'CREATED',
      query,
      errorCode: null,
      createdAt: this.#clock.iso(),
      completedAt: null,
      objects: 0,
      roots: 0,
      bytes: 0,
      hasData: false,
    };
    this.#save(operation);
    this.#live.set(operation.id, operation);
    const denied = context.denied.some(({ extensions }) => extensions?.requiredAccess !== undefined);
    const work = this.#run(operation, compiled, groupObjects, denied, request).finally(() => {
      this.#live.delete(operation.id);
      this.#running.delete(work);
    });
    this.#running.add(work);
    return { bulkOperation: this.#viewOf(operation, request.baseUrl), userErrors: [] };
  }

  /** The payload of bulkOperationCancel. */
  cancel(shop: Shop, id: string, baseUrl: string): Stored {
    const operation = this.#find(shop, id);
    if (!operation)
      return {
        bulkOperation: null,
        userErrors: [{ field: ['id'], message: 'Bulk operation does not exist' }],
      };
    if (isOver(operation))
      return {
        bulkOperation: this.#viewOf(operation, baseUrl),
        userErrors: [
          {
            field: null,
            message: `A bulk operation cannot be canceled when it is ${operation.status.toLowerCase()}`,
          },
        ],
      };
    operation.status = 'CANCELING';
    return { bulkOperation: this.#viewOf(operation, baseUrl), userErrors: [] };
  }

  view(shop: Shop, id: string, baseUrl: string): Stored | null {
    const operation = this.#find(shop, id);
    return operation && this.#viewOf(operation, baseUrl);
  }

  /** Newest first, as an array; searched by status, created_at and id. */
  list(shop: Shop, args: Arguments, baseUrl: string): Stored[] {
    const search = typeof args.query === 'string' ? parseSearch(args.query) : null;
    const test = search
      ? compileSearch<Operation>(search, {
          status: { as: 'word', of: ({ status }) => [status] },
          operation_type: { as: 'word', of: () => ['query'] },
          created_at: { as: 'time', of: ({ createdAt }) => createdAt },
          id: { as: 'number', of: ({ id }) => idOf(id) },
        })
      : () => true;
    return this.#all()
      .map((operation) => this.#live.get(operation.id) ?? operation)
      .filter((operation) => operation.shop === shop.domain && test(operation))
      .map((operation) => this.#viewOf(operation, baseUrl));
  }

  /** The result's file, or null where the operation has none. */
  file(shop: Shop, name: string): string | null {
    const number = /^(\d+)\.jsonl$/.exec(name)?.[1];
    const operation = number === undefined ? null : this.#find(shop, `gid://shopify/BulkOperation/${number}`);
    return operation?.hasData ? this.#path(operation) : null;
  }

  /** Stops what runs, as FAILED, and waits for it. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#running);
  }

  async #run(
    operation: Operation,
    query: BulkQuery,
    groupObjects: boolean,
    denied: boolean,
    request: ShopRequest,
  ): Promise<void> {
    await nextTurn();
    if (operation.status === 'CREATED') operation.status = 'RUNNING';
    const breaks = this.#faults.take('bulk_failed', operation.shop, operation.query);
    const file = await open(this.#path(operation), 'w');
    try {
      if (denied) operation.errorCode = 'ACCESS_DENIED';
      else if (operation.status === 'RUNNING')
        await this.#write(operation, query, groupObjects, breaks !== null, request, file);
    } catch {
      operation.errorCode = 'INTERNAL_SERVER_ERROR';
    } finally {
      await file.close();
    }
    if (operation.status === 'CANCELING') operation.status = 'CANCELED';
    else operation.status = operation.errorCode ? 'FAILED' : 'COMPLETED';
    operation.completedAt = this.#clock.iso();
    operation.hasData = operation.objects > 0;
    this.#save(operation);
  }

  async #write(
    operation: Operation,
    query: BulkQuery,
    groupObjects: boolean,
    breaks: boolean,
    request: ShopRequest,
    file: FileHandle,
  ): Promise<void> {
    const { kind } = LISTS[query.field]!;
    const filter = filterOf(query.field, query.args, request);
    const total = breaks ? this.#documents.count(operation.shop, kind, filter as never) : Infinity;
    const sink = new Sink(file, operation);
    const order = new LineOrder(groupObjects, sink);
    let sliceEnd = performance.now() + SLICE_MS;
    for (const root of this.#documents.iterate(operation.shop, kind, filter as never)) {
      const { own, below } = query.lines(root as unknown as Stored, request);
      order.add(own, below);
      operation.roots += 1;
      if (this.#closed || operation.roots * 2 > total) {
        operation.errorCode = 'INTERNAL_SERVER_ERROR';
        break;
      }
      if (performance.now() < sliceEnd) continue;
      await sink.flush(BUFFER_BYTES);
      await nextTurn();
      if (operation.status !== 'RUNNING') break;
      sliceEnd = performance.now() + SLICE_MS;
    }
    order.end();
    await sink.flush(0);
  }

  #find(shop: Shop, id: string): Operation | null {
    const live = this.#live.get(id);
    if (live) return live.shop === shop.domain ? live : null;
    const row = this.#documents.database
      .prepare('SELECT json FROM bulk_operations WHERE shop = ? AND id = ?')
      .get(shop.domain, idOf(id)) as { json: string } | undefined;
    return row ? (JSON.parse(row.json) as Operation) : null;
  }

  #all(): Operation[] {
    const rows = this.#documents.database
      .prepare('SELECT json FROM bulk_operations ORDER BY id DESC')
      .all() as { json: string }[];
    return rows.map(({ json }) => JSON.parse(json) as Operation);
  }

  #save(operation: Operation): void {
    this.#documents.database
      .prepare('INSERT OR REPLACE INTO bulk_operations VALUES (?, ?, ?)')
      .run(operation.shop, idOf(operation.id), JSON.stringify(operation));
  }

  #path(operation: Operation): string {
    return join(this.#folder, `${idOf(operation.id)}.jsonl`);
  }

  #viewOf(operation: Operation, baseUrl: string): Stored {
    const signature = createHash('sha256').update(operation.id).digest('hex').slice(0, 16);
    const address = `${baseUrl}/${operation.shop}/bulk/${idOf(operation.id)}.jsonl?signature=${signature}`;
    const done = operation.status === 'COMPLETED';
    return {
      id: operation.id,
      status: operation.status,
      type: 'QUERY',
      query: operation.query,
      errorCode: operation.errorCode,
      createdAt: operation.createdAt,
      completedAt: operation.completedAt,
      objectCount: String(operation.objects),
      rootObjectCount: String(operation.roots),
      fileSize: isOver(operation) && operation.hasData ? String(operation.bytes) : null,
      url: done && operation.hasData ? address : null,
      partialDataUrl: isOver(operation) && !done && operation.hasData ? address : null,
    };
  }
}

function isOver({ status }: Operation): boolean {
  return status === 'COMPLETED' || status === 'CANCELED' || status === 'FAILED';
}

class Sink {
  readonly #file: FileHandle;
  readonly #operation: Operation;
  #parts: string[] = [];
  #size = 0;

  constructor(file: FileHandle, operation: Operation) {
    this.#file = file;
    this.#operation = operation;
  }

  write(line: string): void {
    this.#parts.push(line);
    this.#size += line.length + 1;
    this.#operation.objects += 1;
  }

  /** Writes out what is held, once it is more than `above` characters. */
  async flush(above: number): Promise<void> {
    if (this.#size <= above) return;
    const bytes = Buffer.from(`${this.#parts.join('\n')}\n`);
    this.#parts = [];
    this.#size = 0;
    await this.#file.write(bytes);
    this.#operation.bytes += bytes.length;
  }
}

/** With grouping, children follow their parent; without, they come before it, after it, or at the file's end. */
class LineOrder {
  readonly #grouped: boolean;
  readonly #sink: Sink;
  #waiting: { own: string; below: string[] }[] = [];
  readonly #heldBack: string[] = [];
  #roots = 0;

  constructor(grouped: boolean, sink: Sink) {
    this.#grouped = grouped;
    this.#sink = sink;
  }

  add(own: string, below: string[]): void {
    if (this.#grouped) {
      this.#sink.write(own);
      for (const line of below) this.#sink.write(line);
      return;
    }
    this.#roots += 1;
    if (this.#roots % 7 === 0 && this.#heldBack.length < HELD_BACK_LINES) {
      this.#heldBack.push(...below);
      this.#waiting.push({ own, below: [] });
    } else this.#waiting.push({ own, below });
    if (this.#waiting.length >= MIXED) this.#release();
  }

  end(): void {
    this.#release();
    for (const line of this.#heldBack) this.#sink.write(line);
  }

  #release(): void {
    this.#waiting.forEach(({ below }, index) => {
      if (index % 2 === 1) for (const line of below) this.#sink.write(line);
    });
    for (const { own } of this.#waiting) this.#sink.write(own);
    this.#waiting.forEach(({ below }, index) => {
      if (index % 2 === 0) for (const line of below) this.#sink.write(line);
    });
    this.#waiting = [];
  }
}
