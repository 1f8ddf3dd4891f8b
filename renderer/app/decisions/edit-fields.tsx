/** What of a proposal can be changed: quantities and costs of an order's lines, a price, tags. */
import { useDeferredValue, useState } from 'react';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import type { Minor } from '../../../shared/money.ts';
import { IconButton } from '../../ui/button.tsx';
import { MoneyField, NumberField } from '../../ui/number-fields.tsx';
import { TextField } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import { fieldsOf, orderLines, priceOf, tagsOf, withLines } from './proposal-input.ts';

interface EditFieldsProps {
  action: ActionRow;
  input: unknown;
  currency: string | null;
  onChange: (input: unknown) => void;
}

/** Fields drawn at once: an order may have a thousand lines. */
const MOST_LINES = 30;

export function EditFields({ action, input, currency, onChange }: EditFieldsProps) {
  const price = priceOf(input);
  const tags = tagsOf(input);
  if (action.type === 'purchase_order.create')
    return <OrderLines action={action} input={input} currency={currency} onChange={onChange} />;
  if (price !== null && currency)
    return (
      <MoneyField
        label="New price"
        value={price}
        currency={currency}
        min={0}
        onChange={(next) => next !== null && onChange({ ...fieldsOf(input), price: next })}
        hint={`Proposed: ${words.money(priceOf(action.input) ?? price, currency)}`}
      />
    );
  if (tags)
    return (
      <TextField
        label="Tags, with commas between them"
        value={tags.join(', ')}
        onChange={(text) => onChange({ ...fieldsOf(input), tags: text.split(',').map((tag) => tag.trim()) })}
      />
    );
  return <p>This kind of proposal can’t be changed here: approve or reject it as it is.</p>;
}

function OrderLines({ action, input, currency, onChange }: EditFieldsProps) {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search.trim().toLocaleLowerCase());
  const lines = orderLines(input);
  const proposed = new Map(orderLines(action.input).map((line) => [line.variantId, line]));
  const found = lines.filter(({ title, sku }) =>
    `${title} ${sku ?? ''}`.toLocaleLowerCase().includes(wanted),
  );
  const change = (variantId: number, to: { quantity?: number; unitCost?: Minor | null } | null): void =>
    onChange(withLines(input, new Map([[variantId, to]])));
  return (
    <>
      {proposed.size > MOST_LINES && (
        <TextField label="Find a line by title or SKU" kind="search" value={search} onChange={setSearch} />
      )}
      <ul className="edit-lines">
        {found.slice(0, MOST_LINES).map((line) => (
          <li key={line.variantId} className="edit-line">
            <p dir="auto" className="edit-line-title">
              {line.title} <span className="dim small">{line.sku}</span>
            </p>
            <NumberField
              label={`Units of ${line.title}`}
              hideLabel
              value={line.quantity}
              min={1}
              max={1_000_000}
              step={1}
              unit={line.quantity === 1 ? 'unit' : 'units'}
              onChange={(quantity) => quantity !== null && change(line.variantId, { quantity })}
            />
            {currency && (
              <MoneyField
                label={`Cost of one ${line.title}`}
                hideLabel
                value={line.unitCost}
                currency={currency}
                min={0}
                onChange={(unitCost) => change(line.variantId, { unitCost })}
              />
            )}
            {lines.length > 1 && (
              <IconButton
                icon="delete"
                label={`Take off: ${line.title}`}
                onPress={() => change(line.variantId, null)}
              />
            )}
          </li>
        ))}
      </ul>
      <p className="dim small">
        {found.length > MOST_LINES &&
          `${words.count(found.length - MOST_LINES)} more lines: find them by title or SKU. `}
        {lines.length < proposed.size && `${words.plural(proposed.size - lines.length, 'line')} taken off. `}
        {words.plural(
          lines.reduce((sum, { quantity }) => sum + quantity, 0),
          'unit',
        )}{' '}
        on {words.plural(lines.length, 'line')}.
      </p>
    </>
  );
}
