/** What a role may call. An owner may call everything; what is not named here is not a helper's. */

import { RoyalError } from '../../shared/errors.ts';
import type { PersonRow } from '../app-db/app-db.ts';

/**
 * A helper receives, counts, packs and proposes, approves up to their limit (core/orchestrator/policy.ts), and may stop
 * everything. They see stock, orders and proposals without costs (without-costs.ts), no people's data and no secrets.
 * Files that carry prices whole (documents of purchase orders, tables as CSV, the record) are an owner's.
 */
export const HELPER_MAY: ReadonlySet<string> = new Set([
  'actions.approve',
  'actions.history',
  'actions.list',
  'actions.page',
  'actions.preview',
  'actions.propose',
  'actions.reject',
  'actions.show',
  'actions.snooze',
  'actions.snoozed',
  'actions.undo',
  'actions.undoPreview',
  'actions.undoable',
  'activity.list',
  'agents.findings',
  'agents.runs',
  'agents.status',
  'counts',
  'events.live',
  'events.since',
  'forecasts.summary',
  'morning.list',
  'notifications.list',
  'notifications.preferences',
  'notifications.read',
  'notifications.setPreferences',
  'orders.page',
  'orders.show',
  'people.me',
  'products.demand',
  'products.show',
  'purchaseOrders.list',
  'purchaseOrders.locations',
  'purchaseOrders.match',
  'purchaseOrders.receive',
  'purchaseOrders.scan',
  'purchaseOrders.show',
  'search.find',
  'stock.list',
  'stockHorizon.list',
  'stockTable.page',
  'stocktakes.count',
  'stocktakes.create',
  'stocktakes.lines',
  'stocktakes.list',
  'stocktakes.show',
  'stop.pull',
  'stop.status',
  'stores.list',
  'suppliers.list',
  'sync.run',
  'sync.status',
  'system.status',
  'today.show',
  'unwatched.list',
]);

function mayCall(role: PersonRow['role'], procedure: string): boolean {
  return role === 'owner' || HELPER_MAY.has(procedure);
}

/** Throws RoyalError not_allowed, which names who may. */
export function assertMayCall(
  name: string,
  person: PersonRow | null,
  procedure: string,
  owners: () => readonly string[],
): asserts person is PersonRow {
  if (person && mayCall(person.role, procedure)) return;
  const whom = owners().slice(0, 3).join(' or ') || 'the owner of the data folder';
  throw new RoyalError(
    person
      ? {
          code: 'not_allowed',
          message: `This is for owners, and ${name} is a helper here.`,
          next: `Ask ${whom} to do it, or to make ${name} an owner under Settings, People.`,
          details: { procedure, role: person.role },
        }
      : {
          code: 'not_allowed',
          message: 'Whoever signed in here is not among the people of this program (any more).',
          next: `Ask ${whom} for a new link.`,
          details: { procedure },
        },
  );
}
