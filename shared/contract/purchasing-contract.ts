/** purchaseOrders.*, stocktakes.*, suppliers.*, supplyTerms.* and supplyOffers.* of the contract. */
import { z } from 'zod';
import { byId, inStore, maybeInStore } from './inputs.ts';
import { change, read } from './procedure.ts';
import * as p from './purchasing-schemas.ts';
import * as k from './stocktake-schemas.ts';
import * as t from './supply-schemas.ts';

export const purchasing = {
  purchaseOrders: {
    list: read('Purchase orders, by state, store, supplier and text')
      .input(p.purchaseOrderQuery)
      .output(p.purchaseOrderPage),
    show: read('One purchase order with its lines, receipts and landed costs')
      .input(byId)
      .output(p.purchaseOrder),
    create: change('Begin a draft').input(p.purchaseOrderDraft).output(p.purchaseOrder),
    /** Drafts only. Throws stale_value where another changed it since. */
    edit: change('Change a draft').input(p.purchaseOrderEdit).output(p.purchaseOrder),
    /** What a draft for this supplier would hold; nothing is kept. */
    suggest: read('What to order of a supplier, over all stores')
      .input(p.purchaseOrderSuggest)
      .output(p.purchaseOrderSuggestion),
    match: change('Match SKUs and barcodes with the variants of all stores; nothing is changed')
      .input(p.purchaseOrderMatchInput)
      .output(p.purchaseOrderMatch),
    /** The shops are told of the incoming units. */
    send: change('Mark a draft as sent to its supplier; nothing is mailed by the program')
      .input(p.purchaseOrderSend)
      .output(p.purchaseOrder),
    /** Drafts, and sent ones of which nothing came. */
    cancel: change('Cancel an order of which nothing was received')
      .input(p.purchaseOrderStep)
      .output(p.purchaseOrder),
    /** What is still to come will not come. */
    close: change('Close an order that goods came of').input(p.purchaseOrderStep).output(p.purchaseOrder),
    receive: change('Book what arrived: accepted, damaged, short; one action a store')
      .input(p.purchaseOrderReceive)
      .output(p.purchaseOrderReceived),
    scan: read('The line of an order that a SKU or barcode is on')
      .input(byId.extend({ code: z.string().trim().min(1).max(255) }))
      .output(p.purchaseOrderScan),
    document: read('The order as PDF, CSV, or a draft of a mail')
      .input(byId.extend({ format: z.enum(['pdf', 'csv', 'mail']) }))
      .output(p.purchaseOrderDocument),
    locations: read('The locations that goods can go to').input(maybeInStore).output(z.array(p.location)),
  },
  stocktakes: {
    list: read('Stocktakes, newest first').input(k.stocktakeQuery).output(k.stocktakePage),
    show: read('One stocktake and its sums').input(byId).output(k.stocktake),
    lines: read('The lines of a stocktake; the largest differences at cost first')
      .input(k.stocktakeLinesQuery)
      .output(k.stocktakeLinesPage),
    create: change('Begin to count a location').input(k.stocktakeCreate).output(k.stocktake),
    count: change('Count lines, by SKU, barcode or line').input(k.stocktakeCount).output(k.stocktakeCounted),
    /** Lines not counted stay as they are. Each action can be undone. */
    finish: change('Set the counted quantities in the shop').input(k.stocktakeStep).output(k.stocktake),
    cancel: change('Give a stocktake up').input(k.stocktakeStep).output(k.stocktake),
  },
  suppliers: {
    list: read('Suppliers with their lead times and order rules')
      .input(maybeInStore)
      .output(z.array(t.supplier)),
    set: change('Set what is known of a supplier').input(t.supplierInput).output(t.supplier),
    leadTimes: read('How long suppliers took, beside what was set')
      .input(maybeInStore.extend({ supplier: z.string().max(255).optional() }))
      .output(z.array(t.leadTimes)),
    budget: read('What may be spent on purchases this month, and what is left of it')
      .input(inStore)
      .output(t.purchasingBudget),
    setBudget: change('Set what may be spent on purchases a month')
      .input(t.purchasingBudgetInput)
      .output(t.purchasingBudget),
  },
  supplyTerms: {
    /** The sales that hang on a row, the largest first. */
    list: read('What is known of where each variant comes from')
      .input(t.supplyTermsQuery)
      .output(t.supplyTermsPage),
    set: change('Set the terms of variants').input(t.supplyTermsInput).output(z.array(t.supplyTerm)),
    /** Reads CSV or a spreadsheet's cells; saves nothing. */
    paste: change('Read terms from a spreadsheet’s cells; nothing is changed')
      .input(t.supplyPasteInput)
      .output(t.supplyPaste),
  },
  supplyOffers: {
    /** The cheapest a year first; those of which that is not known last. */
    list: read('Whom a variant can be had from, and what that comes to')
      .input(t.supplyOfferOf)
      .output(z.array(t.supplyOffer)),
    set: change('Set what a further supplier asks for a variant')
      .input(t.supplyOfferInput)
      .output(z.array(t.supplyOffer)),
    remove: change('Take a further supplier of a variant off')
      .input(t.supplyOfferName)
      .output(z.array(t.supplyOffer)),
    /** The one before becomes a further supplier. */
    choose: change('Order a variant from another of its suppliers from now on')
      .input(t.supplyOfferName)
      .output(z.array(t.supplyOffer)),
  },
};
