/** Everything the core can be asked, typed once: windows, the CLI and tests all speak this contract. */

import type { ContractRouterClient } from '@orpc/contract';
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import * as s from './schemas.ts';

/** Shopify sends far less. */
const WEBHOOK_BODY_BYTES = 1_000_000;

const base = oc.errors({ ROYAL: { status: 422, data: s.errorData } });
const inStore = z.object({ storeId: z.string() });
const maybeInStore = z.object({ storeId: z.string().optional() });
const byId = z.object({ id: z.int().positive() });
/** `by` names the person; the local user where it is absent. */
const decision = byId.extend({ reason: z.string().max(500).optional(), by: z.string().max(100).optional() });

export const contract = {
  stores: {
    /** Verifies the credentials with the shop before anything is kept. */
    add: base.input(s.storeInput).output(s.store),
    list: base.output(z.array(s.store)),
    /** Removes the mirror, keys and credentials; the ledger keeps its history. */
    remove: base.input(inStore).output(s.store),
    verify: base.input(inStore).output(s.shopCheck),
  },
  sync: {
    /** Ends with one result a store. Breaking off stops the telling; the sync goes on for as long as the core runs. */
    run: base.input(maybeInStore).output(eventIterator(s.syncProgress, z.array(s.syncResult))),
    status: base.input(maybeInStore).output(z.array(s.syncStatus)),
  },
  agents: {
    run: base
      .input(maybeInStore.extend({ agent: z.string().optional() }))
      .output(eventIterator(s.agentProgress, z.array(s.agentRun))),
    status: base.input(maybeInStore).output(z.array(s.agentStatus)),
    /** Those of each agent's newest finished run. */
    findings: base.input(maybeInStore).output(z.array(s.finding)),
  },
  actions: {
    list: base
      .input(
        maybeInStore.extend({
          states: z.array(s.actionState).optional(),
          limit: z.int().positive().max(10_000).default(200),
        }),
      )
      .output(z.array(s.action)),
    show: base.input(byId).output(s.action),
    preview: base.input(byId).output(s.preview),
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
    list: base.input(maybeInStore).output(z.array(s.purchaseOrder)),
    show: base.input(byId).output(s.purchaseOrder),
  },
  suppliers: {
    list: base.input(maybeInStore).output(z.array(s.supplier)),
    set: base.input(s.supplierInput).output(s.supplier),
  },
  stop: {
    pull: base
      .input(z.object({ reason: z.string().max(500).optional(), by: z.string().max(100).optional() }))
      .output(s.stopStatus),
    lift: base.input(z.object({ by: z.string().max(100).optional() })).output(s.stopStatus),
    status: base.output(s.stopStatus),
  },
  audit: {
    verify: base.output(s.auditVerdict),
    list: base
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
  backup: { create: base.input(z.object({ path: z.string().min(1) })).output(s.backupResult) },
  doctor: { run: base.input(z.object({ offline: z.boolean().default(false) })).output(z.array(s.check)) },
  sales: {
    days: base
      .input(inStore.extend({ from: s.date.optional(), to: s.date.optional() }))
      .output(z.array(s.salesDay)),
  },
  stock: { list: base.input(inStore).output(z.array(s.stockRow)) },
  counts: base.input(maybeInStore).output(z.array(s.counts.extend({ storeId: z.string() }))),
  figures: base.input(inStore).output(s.figures),
  forecasts: { summary: base.input(maybeInStore).output(z.array(s.forecastSummary)) },
  events: {
    since: base
      .input(z.object({ seq: z.int().nonnegative(), limit: z.int().positive().max(10_000).default(1000) }))
      .output(z.array(s.event)),
    /** Everything after `since` (or from now on), then as it happens, until broken off. */
    live: base.input(z.object({ since: z.int().nonnegative().optional() })).output(eventIterator(s.event)),
  },
};

export type RoyalClient = ContractRouterClient<typeof contract>;
