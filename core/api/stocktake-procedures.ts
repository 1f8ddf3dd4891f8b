/** stocktakes.*: counting a location and setting what was counted. */
import {
  beginStocktake,
  countLines,
  finishStocktake,
  stocktakeLineView,
  stocktakeView,
} from '../purchasing/stocktake-desk.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { purchasingBase } from './purchasing-procedures.ts';

export function stocktakeProcedures(os: Implementer, parts: CoreParts) {
  const { ledger, orchestrator, person, stores } = parts;
  const base = { ...purchasingBase(parts), orchestrator };
  return {
    stocktakes: {
      list: os.stocktakes.list.handler(({ input }) => {
        if (input.storeId !== undefined) stores.known(input.storeId);
        const { rows, total } = ledger.stocktakes.list(input);
        return { rows: rows.map((row) => stocktakeView(base, row)), total };
      }),
      show: os.stocktakes.show.handler(({ input }) =>
        stocktakeView(base, ledger.stocktakes.require(input.id)),
      ),
      lines: os.stocktakes.lines.handler(({ input: { id, ...filter } }) => {
        const row = ledger.stocktakes.require(id);
        const { rows, total } = ledger.stocktakes.lines(id, filter);
        return { rows: rows.map((line) => stocktakeLineView(base, row, line)), total };
      }),
      create: os.stocktakes.create.handler(({ input: { storeId, by, ...input } }) =>
        stocktakeView(base, beginStocktake(base, stores.get(storeId), input, person(by))),
      ),
      count: os.stocktakes.count.handler(({ input: { id, counts, by } }) =>
        countLines(base, id, counts, person(by)),
      ),
      finish: os.stocktakes.finish.handler(async ({ input: { id, version, wait, by }, signal }) =>
        stocktakeView(base, await finishStocktake(base, id, version, wait, person(by), signal)),
      ),
      cancel: os.stocktakes.cancel.handler(({ input: { id, version, by } }) =>
        stocktakeView(base, ledger.stocktakes.move(id, version, 'cancelled', person(by))),
      ),
    },
  };
}
