/** A new order: the supplier, then what the stores need of it, then a draft to work on. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PurchaseOrderSuggestionView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { go, goOver, usePlace } from '../../../app/navigation/navigate.ts';
import { useTitle } from '../../../app/navigation/use-title.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import type { Option } from '../../../ui/choices.tsx';
import { Checkbox } from '../../../ui/choices.tsx';
import { Combobox } from '../../../ui/combobox.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import './orders.css';
import { inventoryReads } from '../reads.ts';

const SHOWN = 100;

export function NewOrderPage() {
  useTitle('New purchase order');
  const api = useApi();
  const supplier = usePlace().query.supplier ?? '';
  const suppliers = useQuery(inventoryReads(api).suppliers);
  const suggestion = useQuery(inventoryReads(api).suggestion(supplier));
  const options: Option<string>[] = [...new Set((suppliers.data ?? []).map((one) => one.supplier))]
    .sort((a, b) => a.localeCompare(b))
    .map((name) => ({ value: name, label: name }));
  return (
    <div className="narrowed">
      <Card title="From whom" scope="one order, one supplier">
        <Combobox
          label="Supplier"
          value={supplier === '' ? null : { value: supplier, label: supplier }}
          onChange={(chosen) => goOver(places.newOrder(chosen?.value))}
          options={options}
          placeholder="Type or choose"
          nothing={
            suppliers.data?.length === 0
              ? 'No supplier is known yet: they come with the first sync.'
              : 'No supplier is called so.'
          }
          hint={
            <>
              Another one?{' '}
              <a className="inline-link" href={places.suppliers()}>
                Add it to your suppliers
              </a>{' '}
              first.
            </>
          }
        />
        {suppliers.error && <Problem error={suppliers.error} onRetry={() => void suppliers.refetch()} />}
      </Card>
      {supplier !== '' && (
        <Loaded query={suggestion} lines={6}>
          {(found) => <Suggested key={found.supplier} suggestion={found} />}
        </Loaded>
      )}
    </div>
  );
}

type Line = PurchaseOrderSuggestionView['lines'][number];

function keyOf(line: Line): string {
  return line.allocations.map(({ storeId, variantId }) => `${storeId} ${variantId}`).join(',');
}

function Suggested({ suggestion }: { suggestion: PurchaseOrderSuggestionView }) {
  const api = useApi();
  const { supplier, currency, lines, notes, expectedOn } = suggestion;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState(SHOWN);
  const taken = lines.filter((line) => !left.has(keyOf(line)));
  const create = useMutation({
    mutationFn: (chosen: readonly Line[]) =>
      api.purchaseOrders.create({
        supplier,
        currency,
        expectedOn,
        lines: chosen.map(({ title, sku, barcode, supplierSku, unitCost, allocations }) => ({
          title,
          sku,
          barcode,
          supplierSku,
          unitCost: unitCost?.minor ?? null,
          allocations: allocations.map(({ storeId, variantId, locationId, quantity }) => ({
            storeId,
            variantId,
            locationId,
            quantity,
          })),
        })),
      }),
    onSuccess: ({ id }) => go(places.order(id)),
  });
  const toggle = (line: Line, on: boolean): void => {
    const next = new Set(left);
    if (on) next.delete(keyOf(line));
    else next.add(keyOf(line));
    setLeft(next);
  };
  return (
    <Card
      title="What your stores need of it"
      scope={`${words.plural(lines.length, 'line')}, ${words.plural(unitsOf(lines), 'unit')}`}
    >
      {lines.length === 0 ? (
        <Empty title={`Nothing of ${supplier} is about to run out.`}>
          You can begin an empty order and add lines by SKU, barcode or name.
        </Empty>
      ) : (
        <>
          <div className="line">
            <Checkbox
              label="All lines"
              value={left.size === 0}
              mixed={left.size > 0 && taken.length > 0}
              onChange={(on) => setLeft(on ? new Set() : new Set(lines.map(keyOf)))}
            />
          </div>
          <ul className="rows suggested" aria-label="Suggested lines">
            {lines.slice(0, shown).map((line) => (
              <SuggestedLine
                key={keyOf(line)}
                line={line}
                taken={!left.has(keyOf(line))}
                onChange={(on) => toggle(line, on)}
              />
            ))}
          </ul>
          {lines.length > shown && (
            <Button onPress={() => setShown(lines.length)}>Show all {words.count(lines.length)}</Button>
          )}
        </>
      )}
      {notes.map((note) => (
        <p className="small dim" key={note} dir="auto">
          {note}
        </p>
      ))}
      {create.error && <Problem error={create.error} />}
      <div className="line">
        <Button kind="primary" busy={create.isPending} onPress={() => create.mutate(taken)}>
          {taken.length === 0
            ? 'Begin an empty draft'
            : `Begin a draft with ${words.plural(taken.length, 'line')}`}
        </Button>
        <ButtonLink href={places.orders()}>Cancel</ButtonLink>
        <span className="small dim">Nothing is sent: you can change everything in the draft.</span>
      </div>
    </Card>
  );
}

function unitsOf(lines: readonly Line[]): number {
  return lines.reduce(
    (sum, line) => sum + line.allocations.reduce((units, one) => units + one.quantity, 0),
    0,
  );
}

function SuggestedLine({
  line,
  taken,
  onChange,
}: {
  line: Line;
  taken: boolean;
  onChange: (on: boolean) => void;
}) {
  const names = useNames();
  const units = unitsOf([line]);
  return (
    <li>
      <div className="suggested-line">
        <Checkbox
          label={<span dir="auto">{line.title}</span>}
          hint={
            <span className="number" dir="auto" data-code>
              {[
                line.sku ?? 'no SKU',
                line.unitCost
                  ? `${words.money(line.unitCost.minor, line.unitCost.currency)} each`
                  : 'cost not known',
              ].join(' · ')}
            </span>
          }
          value={taken}
          onChange={onChange}
        />
        <span className="number suggested-units">{words.plural(units, 'unit')}</span>
      </div>
      <ul className="small dim suggested-why">
        {line.allocations.map((one) => (
          <li key={`${one.storeId} ${one.variantId}`} dir="auto">
            {names.severalStores && `${names.store(one.storeId)}, ${words.count(one.quantity)}: `}
            <Why text={one.why} title={line.title} />
            {one.actionId !== null && (
              <>
                {' '}
                <a className="inline-link" href={places.action(one.actionId)}>
                  Why
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}

/** In two lines; the whole on hover, and in the proposal. */
function Why({ text, title }: { text: string; title: string }) {
  const told = text.startsWith(`${title}: `) ? text.slice(title.length + 2) : text;
  return (
    <span className="clipped" title={told}>
      {told}
    </span>
  );
}
