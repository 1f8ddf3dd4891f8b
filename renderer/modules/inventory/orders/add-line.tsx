/** Adds goods to a draft: by a scanner, a typed SKU or barcode, or part of a name, over all stores. */
import { useQueries } from '@tanstack/react-query';
import { useDeferredValue, useRef, useState } from 'react';
import type { MatchedVariantView } from '../../../../shared/contract/purchasing-schemas.ts';
import type { StockLine } from '../../../../shared/contract/stock-table-schemas.ts';
import { toErrorData } from '../../../../shared/errors.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { words } from '../../../ui/words.ts';
import { inventoryReads } from '../reads.ts';
import { useOneStore } from '../use-one-store.ts';

export type Added = Pick<MatchedVariantView, 'storeId' | 'variantId' | 'title' | 'sku' | 'barcode'>;

interface AddLineProps {
  onAdd: (variant: Added, units: number) => void;
}

export function AddLine({ onAdd }: AddLineProps) {
  const api = useApi();
  const names = useNames();
  const { stores } = useOneStore();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [told, setTold] = useState<string | null>(null);
  const [several, setSeveral] = useState<readonly MatchedVariantView[]>([]);
  const asked = useDeferredValue(text.trim());
  const found = useQueries({
    queries: stores.map(({ id }) => inventoryReads(api).findVariants(id, asked.length < 2 ? '' : asked)),
    combine: (results) =>
      results.flatMap(({ data }) =>
        (data?.rows ?? []).map((row): StockLine & { storeId: string } => ({
          ...row,
          storeId: data!.storeId,
        })),
      ),
  });
  const take = (variant: Added, units: number): void => {
    onAdd(variant, units);
    setText('');
    setSeveral([]);
    setTold(`${variant.title}: ${words.plural(units, 'unit')} added`);
    field.current?.focus();
  };
  const submit = async (): Promise<void> => {
    const code = text.trim();
    if (code === '') return;
    try {
      const [match] = await api.purchaseOrders.match({ codes: [code] });
      const variants = match?.variants ?? [];
      if (variants.length === 0)
        return setTold(
          found.length > 0
            ? 'No SKU or barcode is like that. Choose one of those found by name.'
            : `Nothing is called ${code} in any of your stores.`,
        );
      // The same goods in several stores: whose they are is asked.
      if (variants.length > 1) {
        setTold('Several have this code: which one?');
        return setSeveral(variants);
      }
      take(variants[0]!, 1);
    } catch (error) {
      setTold(toErrorData(error).message);
    }
  };
  const options: { key: string; variant: Added; units: number; hint: string }[] =
    several.length > 0
      ? several.map((variant) => ({
          key: `${variant.storeId} ${variant.variantId}`,
          variant,
          units: 1,
          hint: [
            names.store(variant.storeId),
            variant.sku ?? 'no SKU',
            variant.locations.map(({ name, available }) => `${name} ${words.count(available)}`).join(', '),
          ]
            .filter(Boolean)
            .join(' · '),
        }))
      : asked.length < 2
        ? []
        : found.map((row) => ({
            key: `${row.storeId} ${row.variantId}`,
            variant: {
              storeId: row.storeId,
              variantId: row.variantId,
              title: row.title,
              sku: row.sku,
              barcode: null,
            },
            units: Math.max(1, row.quantity),
            hint: [
              names.severalStores && names.store(row.storeId),
              row.sku ?? 'no SKU',
              `${words.count(row.available)} available`,
              row.quantity > 0 && `${words.count(row.quantity)} to order`,
            ]
              .filter(Boolean)
              .join(' · '),
          }));
  return (
    <div className="add-line">
      <form
        className="add-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label="Add by SKU, barcode or name"
          ref={field}
          value={text}
          maxLength={200}
          onChange={(next) => {
            setText(next);
            setSeveral([]);
            setTold(null);
          }}
        />
        <Button submits icon="plus">
          Add
        </Button>
      </form>
      <p className="small dim" role="status">
        {told}
      </p>
      {options.length > 0 && (
        <ul className="found-list" aria-label="Found">
          {options.map(({ key, variant, units, hint }) => (
            <li key={key}>
              <button type="button" className="found-one" onClick={() => take(variant, units)}>
                <span className="clipped" dir="auto" title={variant.title}>
                  {variant.title}
                </span>
                <span className="dim small number" dir="auto">
                  {hint}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
