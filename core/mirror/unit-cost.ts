/** What a unit costs, in one place: what a person filled in, else what the shop says. */

/**
 * SQL of the unit cost of `variants v` whose item is `inventory_items i`, NULL where nobody knows it. What is filled in
 * counts where its supplier is paid in the store's money: nothing is converted.
 */
export const UNIT_COST = `coalesce(
  (SELECT oc.cost FROM own_costs oc LEFT JOIN products op ON op.id = v.product_id WHERE oc.variant_id = v.id
     AND NOT EXISTS (SELECT 1 FROM supplier_currencies sc WHERE sc.supplier = coalesce(oc.supplier, op.vendor)
       AND sc.currency <> (SELECT currency FROM shop))),
  i.unit_cost)`;
