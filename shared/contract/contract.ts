/** Everything the core can be asked, typed once: windows, the CLI and tests all speak this contract. */

import type { ContractRouterClient } from '@orpc/contract';
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import * as s from './schemas.ts';

/** Shopify sends far less. */
const WEBHOOK_BODY_BYTES = 1_000_000;

const base = oc.errors({ ROYAL: { status: 422, data: s.errorData } });
/** What changes nothing: a GET over HTTP. */
const read = base.route({ method: 'GET' });
const inStore = z.object({ storeId: z.string() });
const maybeInStore = z.object({ storeId: z.string().optional() });
const byId = z.object({ id: z.int().positive() });
/** `by` names the person; the local user where it is absent. */
const decision = byId.extend({ reason: z.string().max(500).optional(), by: z.string().max(100).optional() });

export const contract = {
  stores: {
    /** Verifies the credentials with the shop before anything is kept. */
    add: base.input(s.storeInput).output(s.store),
    list: read.output(z.array(s.store)),
    /** Removes the mirror, keys and credentials; the ledger keeps its history. */
    remove: base.input(inStore).output(s.store),
    verify: read.input(inStore).output(s.shopCheck),
  },
  sync: {
    /** Ends with one result a store. Breaking off stops the telling; the sync goes on for as long as the core runs. */
    run: base.input(maybeInStore).output(eventIterator(s.syncProgress, z.array(s.syncResult))),
    status: read.input(maybeInStore).output(z.array(s.syncStatus)),
  },
  agents: {
    run: base
      .input(maybeInStore.extend({ agent: z.string().optional() }))
      .output(eventIterator(s.agentProgress, z.array(s.agentRun))),
    status: read.input(maybeInStore).output(z.array(s.agentStatus)),
    /** Those of each agent's newest finished run. */
    findings: read.input(maybeInStore).output(z.array(s.finding)),
  },
  actions: {
    list: read
      .input(
        maybeInStore.extend({
          states: z.array(s.actionState).optional(),
          limit: z.int().positive().max(10_000).default(200),
        }),
      )
      .output(z.array(s.action)),
    show: read.input(byId).output(s.action),
    preview: read.input(byId).output(s.preview),
    propose: base.input(s.proposalInput).output(s.action),
    /** `wait` answers once the executor is done with it. */
    approve: base.input(decision.extend({ wait: z.boolean().default(true) })).output(s.action),
    reject: base.input(decision).output(s.action),
    snooze: base.input(decision.extend({ until: z.int().positive() })).output(s.action),
    /** Answers with the new action that undoes; it is approved by the asking and carried out. */
    undo: base.input(decision.extend({ wait: z.boolean().default(true) })).output(s.action),
    /** A failed action once more, where the shop refused it or nothing was sent. */
    retry: base.input(decision.extend({ wait: z.boolean().default(true) })).output(s.action),
    /** What a person saw in the shop of an unknown action that the program can't settle. */
    settle: base.input(decision.extend({ word: z.enum(['done', 'not_done']) })).output(s.action),
  },
  purchaseOrders: {
    list: read.input(maybeInStore).output(z.array(s.purchaseOrder)),
    show: read.input(byId).output(s.purchaseOrder),
  },
  suppliers: {
    list: read.input(maybeInStore).output(z.array(s.supplier)),
    set: base.input(s.supplierInput).output(s.supplier),
  },
  stop: {
    pull: base
      .input(z.object({ reason: z.string().max(500).optional(), by: z.string().max(100).optional() }))
      .output(s.stopStatus),
    lift: base.input(z.object({ by: z.string().max(100).optional() })).output(s.stopStatus),
    status: read.output(s.stopStatus),
  },
  audit: {
    verify: read.output(s.auditVerdict),
    list: read
      .input(z.object({ limit: z.int().positive().max(10_000).default(100) }))
      .output(z.array(s.auditRow)),
  },
  customers: {
    /** Removes a person's data from the mirror, for good: a restore does not bring it back. */
    remove: base
      .input(inStore.extend({ customerId: z.int().positive() }))
      .output(z.object({ removed: z.boolean() })),
  },
  webhooks: {
    /** A delivery as it came; answers before anything is fetched. Verified by its signature, whoever passes it on. */
    accept: base
      .input(
        inStore.extend({
          headers: z.record(z.string(), z.string()),
          body: z.string().max(WEBHOOK_BODY_BYTES * 2),
          /** Of `body`. */
          encoding: z.enum(['utf8', 'base64']).default('utf8'),
        }),
      )
      .output(z.object({ outcome: z.enum(['hinted', 'duplicate', 'stale', 'ignored']) })),
  },
  backup: {
    create: base.input(z.object({ path: z.string().min(1) })).output(s.backupResult),
    /**
     * Checks the backup, answers, then puts it in the place of the data folder: the core ends and starts anew, with
     * the emergency stop pulled. Should that fail after all, the present data stays and `restore.failed` is told.
     */
    restore: base
      .input(z.object({ path: z.string().min(1) }))
      .output(z.object({ backupOf: s.epochMs, files: z.int() })),
  },
  doctor: { run: base.input(z.object({ offline: z.boolean().default(false) })).output(z.array(s.check)) },
  sales: {
    days: read
      .input(inStore.extend({ from: s.date.optional(), to: s.date.optional() }))
      .output(z.array(s.salesDay)),
  },
  stock: { list: read.input(inStore).output(z.array(s.stockRow)) },
  counts: read.input(maybeInStore).output(z.array(s.counts.extend({ storeId: z.string() }))),
  figures: read.input(inStore).output(s.figures),
  forecasts: {
    summary: read.input(maybeInStore).output(z.array(s.forecastSummary)),
    /** Of a CSV's text `series,ds,y`; answers with the text of `series,ds,mean,q05,…`. Asks no store. */
    csv: base.input(s.forecastCsvInput).output(s.forecastCsvResult),
  },
  events: {
    since: read
      .input(z.object({ seq: z.int().nonnegative(), limit: z.int().positive().max(10_000).default(1000) }))
      .output(s.eventBatch),
    /** Everything after `since` (or from now on), then as it happens, until broken off. The first batch comes at once. */
    live: base
      .input(z.object({ since: z.int().nonnegative().optional() }))
      .output(eventIterator(s.eventBatch)),
  },
};

export type RoyalClient = ContractRouterClient<typeof contract>;
