/** One line of a draft: what, for which stores and places, how many, at what cost. */
import type { RoyalClient } from '../../../../shared/contract/contract.ts';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useNames } from '../../../app/decisions/use-names.ts';
import { IconButton } from '../../../ui/button.tsx';
import { MoneyField, NumberField } from '../../../ui/number-fields.tsx';
import { words } from '../../../ui/words.ts';
import type { DraftLine, DraftPart } from './draft-lines.ts';

type Locations = Awaited<ReturnType<RoyalClient['purchaseOrders']['locations']>>;

interface DraftRowProps {
  line: DraftLine;
  /** As the core has it, with what follows from charges and costs. */
  kept: PurchaseOrderView['lines'][number] | undefined;
  currency: string;
  locations: Locations;
  onChange: (line: DraftLine) => void;
  onRemove: () => void;
}

export function DraftRow({ line, kept, currency, locations, onChange, onRemove }: DraftRowProps) {
  const { title, sku, supplierSku, unitCost, parts } = line;
  const change = (at: number, fields: Partial<DraftPart>): void =>
    onChange({ ...line, parts: parts.map((part, index) => (index === at ? { ...part, ...fields } : part)) });
  const money = (amount: { minor: number; currency: string }): string =>
    words.money(amount.minor, amount.currency);
  return (
    <li className="draft-row">
      <div className="draft-name">
        <p className="clipped" dir="auto" title={title}>
          {title}
        </p>
        <p className="dim small number" dir="auto" data-code>
          {[sku ?? 'no SKU', supplierSku && `theirs ${supplierSku}`].filter(Boolean).join(' · ')}
        </p>
      </div>
      <ul className="draft-parts">
        {parts.map((part, at) => (
          <li className="draft-part" key={`${part.storeId} ${part.variantId} ${part.locationId}`}>
            <Place
              part={part}
              title={title}
              locations={locations.filter(({ storeId, isActive }) => storeId === part.storeId && isActive)}
              onChange={(locationId) => change(at, { locationId })}
            />
            <span data-column="units" className="draft-units">
              <NumberField
                label={`Units of ${title}`}
                hideLabel
                value={part.quantity}
                min={1}
                max={1_000_000}
                error={part.quantity === null ? 'How many?' : null}
                onChange={(quantity) => change(at, { quantity })}
              />
            </span>
            {parts.length > 1 && (
              <IconButton
                icon="cross"
                label={`Not for this store: ${title}`}
                onPress={() => onChange({ ...line, parts: parts.filter((_, index) => index !== at) })}
              />
            )}
          </li>
        ))}
      </ul>
      <span data-column="cost" className="draft-cost">
        <MoneyField
          label={`Unit cost of ${title}`}
          hideLabel
          currency={currency}
          min={0}
          value={unitCost}
          onChange={(minor) => onChange({ ...line, unitCost: minor, costLeftOut: false })}
        />
        {unitCost === null && !line.costLeftOut && <span className="small tone-wait">not known yet</span>}
      </span>
      <div className="draft-sums">
        <p className="number">{kept?.goods ? money(kept.goods) : '–'}</p>
        {kept?.landedUnitCost && <p className="small dim number">landed {money(kept.landedUnitCost)} each</p>}
        {kept?.allocations.map(
          ({ id, landedUnitCost }) =>
            landedUnitCost &&
            landedUnitCost.currency !== currency && (
              <p className="small dim number" key={id}>
                {money(landedUnitCost)}
              </p>
            ),
        )}
      </div>
      <IconButton icon="delete" label={`Take off the order: ${title}`} onPress={onRemove} />
    </li>
  );
}

interface PlaceProps {
  part: DraftPart;
  title: string;
  locations: Locations;
  onChange: (locationId: number | null) => void;
}

function Place({ part, title, locations, onChange }: PlaceProps) {
  const names = useNames();
  return (
    <span className="draft-place">
      {names.severalStores && (
        <span className="small one-line" dir="auto" title={names.store(part.storeId)}>
          {names.store(part.storeId)}
        </span>
      )}
      <select
        className="control"
        aria-label={`Where ${title} goes to in ${names.store(part.storeId)}`}
        value={part.locationId ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
      >
        <option value="">Where most of it lies</option>
        {locations.map(({ locationId, name }) => (
          <option key={locationId} value={locationId}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
