/** Everything the core can be asked, typed once: windows, the CLI and tests all speak this contract. */

import type { ContractRouterClient } from '@orpc/contract';
import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { activityInput, activityPage } from './activity-schemas.ts';
import * as d from './decision-schemas.ts';
import { forecastCsvInput, forecastCsvResult, forecastSummary } from './forecast-schemas.ts';
import {
  importEntry,
  importInput,
  importPiece,
  importPreview,
  importProgress,
  importRefusals,
  importRefusalsInput,
  importResult,
  importUpload,
} from './import-schemas.ts';
import { by, byId, inStore, maybeInStore } from './inputs.ts';
import { ordersInput, ordersPage, orderView } from './order-schemas.ts';
import * as oversight from './oversight-contract.ts';
import { personName } from './people-schemas.ts';
import { change, read } from './procedure.ts';
import {
  productDemand,
  productDemandInput,
  productView,
  whatIfInput,
  whatIfResult,
} from './product-schemas.ts';
import { purchasing } from './purchasing-contract.ts';
import * as r from './rule-schemas.ts';
import { salesSeries, salesSeriesInput } from './sales-series-schemas.ts';
import * as s from './schemas.ts';
import { searchInput, searchResult } from './search-schemas.ts';
import {
  csvPiece,
  csvResult,
  stockFilter,
  stockHorizon,
  stockHorizonInput,
  stockPage,
  stockPageInput,
} from './stock-table-schemas.ts';
import { accessEntry, systemStatus } from './system-schemas.ts';
import { todayCards } from './today-schemas.ts';
import { unwatched, unwatchedInput } from './unwatched-schemas.ts';

/** Shopify sends far less. */
const WEBHOOK_BODY_BYTES = 1_000_000;

/** `by` names the person; the local user where it is absent. */
const decision = byId.extend({ reason: z.string().max(500).optional(), by });

export const contract = {
  stores: {
    /** Verifies the credentials with the shop before anything is kept. */
    add: change('Connect a store, once its shop has let the credentials in')
      .input(s.storeInput.extend({ by }))
      .output(s.store),
    list: read('The connected stores').output(z.array(s.store)),
    /** Removes the mirror, keys and credentials; the ledger keeps its history. */
    remove: change('Remove a store’s mirror, keys and credentials; its history stays')
      .input(inStore.extend({ by }))
      .output(s.store),
    verify: read('Ask the shop who it is and what it grants').input(inStore).output(s.shopCheck),
    ...oversight.storeOversight,
  },
  sync: {
    /** Ends with one result a store. Breaking off stops the telling; the sync goes on for as long as the core runs. */
    run: change('Sync one store or all; progress, then one result a store')
      .input(maybeInStore)
      .output(eventIterator(s.syncProgress, z.array(s.syncResult))),
    status: read('How far each store is synced').input(maybeInStore).output(z.array(s.syncStatus)),
  },
  imports: {
    /** One piece after the other; the text of a CSV file. Kept until its import, for two hours, or until the program ends. */
    append: change('Hand over a piece of a CSV file').input(importPiece).output(importUpload),
    /** Reads the beginning of each file and writes nothing. A POST, as file names are not for a URL; uploads stay. */
    preview: change('What an import would do: kinds, columns, counts, first refusals')
      .input(importInput)
      .output(importPreview),
    /** Ends with what became of every row. Breaking off stops the telling; the import goes on. */
    run: change('Import CSV exports into a store; progress, then what became of every row')
      .input(importInput)
      .output(eventIterator(importProgress, importResult)),
    list: read('The files that were imported, newest first').input(maybeInStore).output(z.array(importEntry)),
    refusals: read('Refused rows of an import by line, with the reason')
      .input(importRefusalsInput)
      .output(importRefusals),
    undo: change('Take back what an import brought, and nothing else')
      .input(byId.extend({ by }))
      .output(importEntry),
  },
  agents: {
    /** Ends with the runs. Breaking off stops the telling; they go on for as long as the core runs. */
    run: change('Run one agent or all; progress, then the runs')
      .input(maybeInStore.extend({ agent: z.string().optional() }))
      .output(eventIterator(s.agentProgress, z.array(s.agentRun))),
    status: read('The agents, their newest runs, and the connections they depend on')
      .input(maybeInStore)
      .output(z.array(s.agentStatus)),
    /** Those of each agent's newest finished run. */
    findings: read('What each agent’s newest finished run found')
      .input(maybeInStore)
      .output(z.array(s.finding)),
    ...oversight.agentOversight,
  },
  autonomy: oversight.autonomy,
  actions: {
    list: read('Actions by store and state')
      .input(
        maybeInStore.extend({
          states: z.array(s.actionState).optional(),
          limit: z.int().positive().max(10_000).default(200),
        }),
      )
      .output(z.array(s.action)),
    show: read('One action with its evidence').input(byId).output(s.action),
    preview: read('What an action will do, before it is approved').input(byId).output(s.preview),
    propose: change('Propose an action').input(s.proposalInput).output(s.action),
    /** `wait` answers once the executor is done with it. */
    approve: change('Let an action happen')
      .input(decision.extend({ wait: z.boolean().default(true) }))
      .output(s.action),
    /** With `rule` agents don't propose such a thing again, for which `reason` is needed. */
    reject: change('Turn an action down')
      .input(decision.extend({ rule: r.rejectRule.optional() }))
      .output(s.action),
    /** Light and paged. */
    page: read('A page of actions without their evidence').input(d.actionsPageInput).output(d.actionsPage),
    /** Newest change first. */
    history: read('What was decided and what became of it, a page at a time')
      .input(d.actionsHistoryInput)
      .output(d.actionsPage),
    /** Those that wake up first, first. */
    snoozed: read('What was put off, and until when').input(maybeInStore).output(z.array(d.actionLight)),
    /** Throws `implausible` {field, was, is, fields} unless `confirm`; the proposal is then unchanged. */
    edit: change('Change a proposal before deciding on it').input(d.editInput).output(d.editResult),
    /**
     * One after the other, each read back before the next; stops at the first that is not verified. Breaking off
     * approves no more; what was approved is carried out.
     */
    approveMany: change('Let several actions happen, the first five as a trial')
      .input(d.manyInput)
      .output(eventIterator(d.approveManyProgress, d.approveManyResult)),
    rejectMany: change('Turn several actions down').input(d.manyInput).output(d.rejectManyResult),
    undoable: read('What was carried out lately and may be taken back')
      .input(d.undoableInput)
      .output(z.array(d.undoableEntry)),
    /** Asks the shop. */
    undoPreview: read('What taking an action back would do').input(byId).output(d.undoPreview),
    snooze: change('Decide on an action later')
      .input(decision.extend({ until: s.epochMs.int().positive() }))
      .output(s.action),
    /** Answers with the new action that undoes; it is approved by the asking and carried out. */
    undo: change('Take back what an action did; answers with the action that undoes it')
      .input(decision.extend({ wait: z.boolean().default(true) }))
      .output(s.action),
    /** A failed action once more, where the shop refused it or nothing was sent. */
    retry: change('A failed action once more')
      .input(decision.extend({ wait: z.boolean().default(true) }))
      .output(s.action),
    /** What a person saw in the shop of an unknown action that the program can't settle. */
    settle: change('Say what was seen in the shop of an unknown action')
      .input(decision.extend({ word: z.enum(['done', 'not_done']) }))
      .output(s.action),
  },
  morning: {
    list: read('What waits for a person, most pressing first').input(d.morningInput).output(d.morning),
  },
  rules: {
    list: read('What agents shall not propose, newest rule first')
      .input(maybeInStore.extend({ all: z.boolean().default(false) }))
      .output(z.array(r.rule)),
    show: read('One rule').input(byId).output(r.rule),
    create: change('Tell agents what not to propose').input(r.ruleInput).output(r.ruleMade),
    remove: change('Remove a rule, at once').input(byId.extend({ by })).output(r.rule),
    /** Newest first. */
    kept: read('What rules have kept back')
      .input(
        maybeInStore.extend({
          ruleId: z.int().positive().optional(),
          limit: z.int().positive().max(500).default(50),
          offset: z.int().nonnegative().default(0),
        }),
      )
      .output(z.object({ rows: z.array(r.keptBack), total: z.int() })),
  },
  ...purchasing,
  stop: {
    pull: change('Pull the emergency stop')
      .input(z.object({ reason: z.string().max(500).optional(), by }))
      .output(s.stopStatus),
    lift: change('Lift the emergency stop').input(z.object({ by })).output(s.stopStatus),
    status: read('Whether the emergency stop is pulled').output(s.stopStatus),
  },
  audit: {
    verify: read('Whether the record is whole').output(s.auditVerdict),
    list: read('The newest entries of the record')
      .input(z.object({ limit: z.int().positive().max(10_000).default(100) }))
      .output(z.array(s.auditRow)),
    /** Oldest first, in pieces that make one file; ends with how many there were and whether the record is whole. */
    export: change('The record as a file')
      .input(d.auditExportInput)
      .output(eventIterator(d.auditExportChunk, d.auditExportResult)),
  },
  customers: {
    /** Removes a person's data from the mirror, for good: a restore does not bring it back. */
    remove: change('Remove a person’s data for good')
      // Below zero where an imported file names no id of Shopify's.
      .input(inStore.extend({ customerId: z.int(), by }))
      .output(z.object({ removed: z.boolean() })),
    ...oversight.customerSearch,
  },
  webhooks: {
    /** A delivery as it came; answers before anything is fetched. Verified by its signature, whoever passes it on. */
    accept: change('Take a webhook delivery as it came')
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
    /** `path` is a whole one, outside the data folder; what exists there stays. */
    create: change('Write a backup into a new folder')
      .input(z.object({ path: s.path, by }))
      .output(s.backupResult),
    /**
     * Checks the backup, answers, then puts it in the place of the data folder: the core ends and starts anew, with
     * the emergency stop pulled. Should that fail after all, the present data stays and `restore.failed` is told.
     */
    restore: change('Put a backup in the place of the data folder')
      .input(z.object({ path: s.path, by }))
      .output(z.object({ backupOf: s.epochMs, files: z.int() })),
    ...oversight.backupList,
  },
  data: oversight.dataParts,
  notifications: oversight.notifications,
  people: oversight.people,
  secrets: oversight.secrets,
  doctor: {
    run: change('Check folder, disk, databases, keys and shops')
      .input(z.object({ offline: z.boolean().default(false) }))
      .output(z.array(s.check)),
  },
  sales: {
    /** Ten years at most, or too_large. */
    days: read('Sales by day')
      .input(inStore.extend({ from: s.date.optional(), to: s.date.optional() }))
      .output(z.array(s.salesDay)),
  },
  stock: { list: read('Stock by variant and location').input(inStore).output(z.array(s.stockRow)) },
  stockTable: {
    page: read('Stock with its outlook: searched, filtered, sorted, a page')
      .input(stockPageInput)
      .output(stockPage),
    /** Ends with how many rows there were. Cells that a spreadsheet would run as formulas are guarded. */
    csv: change('The whole filtered stock table as CSV, in pieces')
      .input(stockFilter)
      .output(eventIterator(csvPiece, csvResult)),
  },
  stockHorizon: {
    list: read('What runs out soonest or is to be ordered').input(stockHorizonInput).output(stockHorizon),
  },
  today: {
    show: read('Today so far against a usual day like this, margin, what runs out')
      .input(inStore)
      .output(todayCards),
  },
  salesSeries: {
    show: read('Sales by whole buckets, the ones before, the forecast, what happened')
      .input(salesSeriesInput)
      .output(salesSeries),
  },
  products: {
    show: read('One product with its variants, stock and history of actions')
      .input(inStore.extend({ productId: z.int() }))
      .output(productView),
    demand: read('A variant’s demand by day, its forecast, and how far to trust it')
      .input(productDemandInput)
      .output(productDemand),
    whatIf: read('What other terms would do to a variant’s stock').input(whatIfInput).output(whatIfResult),
  },
  orders: {
    page: read('Orders, a page').input(ordersInput).output(ordersPage),
    show: read('One order with its lines')
      .input(inStore.extend({ orderId: z.int() }))
      .output(orderView),
  },
  search: {
    find: read('Products, orders, actions, suppliers by text').input(searchInput).output(searchResult),
  },
  activity: { list: read('What happened lately, newest first').input(activityInput).output(activityPage) },
  counts: read('How many records each mirror holds')
    .input(maybeInStore)
    .output(z.array(s.counts.extend({ storeId: z.string() }))),
  figures: read('Everything that a mirror adds up to').input(inStore).output(s.figures),
  forecasts: {
    summary: read('How well each store is forecast').input(maybeInStore).output(z.array(forecastSummary)),
    /** Of a CSV's text, long (`series,ds,y`) or wide; answers with the text of `series,ds,mean,q05,…`. Asks no store. */
    csv: change('Forecast a CSV of series').input(forecastCsvInput).output(forecastCsvResult),
  },
  access: {
    /** Browsers and programs that are let in over HTTP, newest first. */
    list: read('Sessions and API tokens').output(z.array(accessEntry)),
    /** `token` is shown this once; only its digest is kept. */
    createToken: change('Make an API token')
      .input(
        z.object({
          name: z.string().trim().min(1).max(100),
          /** Whose it is; of whoever asks where absent. Its role is what the token may do. */
          person: personName.optional(),
          by,
        }),
      )
      .output(z.object({ id: z.int(), token: z.string() })),
    /** Takes effect at once, also on open sockets. */
    revoke: change('Sign a browser out, or end an API token').input(byId.extend({ by })).output(accessEntry),
    /** Trades for a session once, within ten minutes. `link` is null where nobody serves HTTP. */
    invite: change('Make a one-time token for a browser to sign in with')
      .input(z.object({ person: personName.optional(), by }))
      .output(z.object({ token: z.string(), expiresAt: s.epochMs, link: z.string().nullable() })),
  },
  unwatched: {
    /** Newest first. */
    list: read('When nobody watched, what was missed and what was caught up')
      .input(unwatchedInput)
      .output(z.array(unwatched)),
  },
  system: {
    status: read('What the core is doing, and what it depends on').output(systemStatus),
    ...oversight.systemOversight,
  },
  events: {
    since: read('Events after a position')
      .input(z.object({ seq: z.int().nonnegative(), limit: z.int().positive().max(10_000).default(1000) }))
      .output(s.eventBatch),
    /** Everything after `since` (or from now on), then as it happens, until broken off. The first batch comes at once. */
    live: change('Events as they happen')
      .input(z.object({ since: z.int().nonnegative().optional() }))
      .output(eventIterator(s.eventBatch)),
  },
};

export type RoyalClient = ContractRouterClient<typeof contract>;
