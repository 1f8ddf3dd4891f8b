/** A draft that keeps itself: what is typed goes to the core a moment later, one change after the other. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  PurchaseOrderEditInput,
  PurchaseOrderView,
} from '../../../../shared/contract/purchasing-schemas.ts';
import { sameDecimal } from '../../../../shared/money.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { inventoryReads } from '../reads.ts';
import { type DraftLine, draftOf, inputOf, isWhole } from './draft-lines.ts';

export type DraftChange = Omit<PurchaseOrderEditInput, 'id' | 'version' | 'by' | 'lines' | 'currency'>;

export interface Draft {
  lines: readonly DraftLine[];
  setLines: (lines: DraftLine[]) => void;
  /** Of the order, as it is shown. */
  currency: string;
  /** Amounts stay as they are written; `fields`: those beside the lines, in the new one. */
  setCurrency: (currency: string, fields: DraftChange) => void;
  /** Of the fields beside the lines. */
  change: (fields: DraftChange) => void;
  state: 'kept' | 'waiting' | 'keeping' | 'failed';
  error: unknown;
  /** Takes what the core has, and drops what was typed since. */
  reload: () => void;
  /** Keeps what is typed; the newest order. */
  settle: () => Promise<PurchaseOrderView>;
}

const PAUSE_MS = 500;

export function useDraft(order: PurchaseOrderView): Draft {
  const api = useApi();
  const queries = useQueryClient();
  const { queryKey } = inventoryReads(api).order(order.id);
  const [lines, setShown] = useState<readonly DraftLine[]>(() => draftOf(order));
  const [currency, setShownCurrency] = useState(order.currency);
  const waiting = useRef<DraftChange & Pick<PurchaseOrderEditInput, 'lines' | 'currency'>>({});
  const version = useRef(order.version);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<PurchaseOrderView> | null>(null);
  const [dirty, setDirty] = useState(false);

  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: (fields: typeof waiting.current) =>
      api.purchaseOrders.edit({ id: order.id, version: version.current, ...fields }),
    onSuccess(edited) {
      version.current = edited.version;
      queries.setQueryData(queryKey, edited);
    },
  });

  const keep = useCallback(async (): Promise<PurchaseOrderView> => {
    clearTimeout(timer.current);
    if (running.current) await running.current.catch(() => {});
    const fields = waiting.current;
    if (Object.keys(fields).length === 0) return queries.getQueryData<PurchaseOrderView>(queryKey) ?? order;
    waiting.current = {};
    setDirty(false);
    running.current = mutateAsync(fields);
    try {
      return await running.current;
    } catch (failed) {
      // Typed it still is: it goes with the next try.
      waiting.current = { ...fields, ...waiting.current };
      throw failed;
    } finally {
      running.current = null;
    }
  }, [mutateAsync, order, queries, queryKey]);

  const soon = (): void => {
    setDirty(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void keep().catch(() => {}), PAUSE_MS);
  };

  // Another's change, seen while nothing of one's own is under way.
  useEffect(() => {
    if (order.version === version.current || dirty || isPending) return;
    version.current = order.version;
    setShown(draftOf(order));
    setShownCurrency(order.currency);
  }, [order, dirty, isPending]);

  // A cost that the terms gave shows once it is known.
  useEffect(() => {
    setShown((shown) =>
      shown.length === order.lines.length && shown.some(({ costLeftOut }) => costLeftOut)
        ? shown.map((line, index) =>
            line.costLeftOut
              ? {
                  ...line,
                  costLeftOut: false,
                  unitCost: order.lines[index]!.unitCost?.minor ?? null,
                  supplierSku: order.lines[index]!.supplierSku,
                }
              : line,
          )
        : shown,
    );
  }, [order.lines]);

  // Who leaves the page has typed it.
  const last = useRef(keep);
  last.current = keep;
  useEffect(() => () => void last.current().catch(() => {}), []);

  const setLines = (next: readonly DraftLine[]): void => {
    setShown(next);
    // Half a line would be lost where only the others were kept.
    if (!isWhole(next)) {
      setDirty(true);
      return;
    }
    waiting.current = { ...waiting.current, lines: inputOf(next) };
    soon();
  };

  return {
    lines,
    setLines,
    currency,
    setCurrency(next, fields) {
      setShownCurrency(next);
      waiting.current = { ...waiting.current, ...fields, currency: next };
      soon();
      setLines(
        lines.map((line) => ({
          ...line,
          unitCost: line.unitCost === null ? null : sameDecimal(line.unitCost, currency, next),
        })),
      );
    },
    change(fields) {
      waiting.current = { ...waiting.current, ...fields };
      soon();
    },
    state: error ? 'failed' : isPending ? 'keeping' : dirty ? 'waiting' : 'kept',
    error,
    reload() {
      clearTimeout(timer.current);
      waiting.current = {};
      setDirty(false);
      reset();
      void queries.fetchQuery({ ...inventoryReads(api).order(order.id), staleTime: 0 }).then((fresh) => {
        version.current = fresh.version;
        setShown(draftOf(fresh));
        setShownCurrency(fresh.currency);
      });
    },
    settle: keep,
  };
}
