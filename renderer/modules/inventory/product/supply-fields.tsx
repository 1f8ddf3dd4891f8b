/** What a supplier asks for one variant, as a person types it in; an empty field goes by what the supplier does otherwise. */
import { MoneyField, NumberField } from '../../../ui/number-fields.tsx';
import { TextField } from '../../../ui/text-fields.tsx';

export interface Supply {
  supplierSku: string;
  /** Minor units of the supplier's currency. */
  unitCost: number | null;
  leadTimeDays: number | null;
  packSize: number | null;
  minimumUnits: number | null;
}

interface SupplyFieldsProps {
  value: Supply;
  currency: string;
  hints?: Partial<Record<'leadTimeDays' | 'packSize' | 'minimumUnits', string>>;
  onChange: (value: Supply) => void;
}

export function SupplyFields({ value, currency, hints = {}, onChange }: SupplyFieldsProps) {
  const change = (part: Partial<Supply>): void => onChange({ ...value, ...part });
  return (
    <div className="supply-fields">
      <MoneyField
        label="Unit cost"
        currency={currency}
        min={0}
        value={value.unitCost}
        hint="Of one unit, before freight and duty"
        onChange={(unitCost) => change({ unitCost })}
      />
      <NumberField
        label="Delivery takes"
        unit="days"
        min={0}
        max={3650}
        value={value.leadTimeDays}
        hint={hints.leadTimeDays ?? 'From the order to goods in stock'}
        onChange={(leadTimeDays) => change({ leadTimeDays })}
      />
      <NumberField
        label="Pack"
        unit="units"
        min={1}
        max={1_000_000}
        value={value.packSize}
        hint={hints.packSize}
        onChange={(packSize) => change({ packSize })}
      />
      <NumberField
        label="Least in an order"
        unit="units"
        min={0}
        max={1_000_000}
        value={value.minimumUnits}
        hint={hints.minimumUnits}
        onChange={(minimumUnits) => change({ minimumUnits })}
      />
      <TextField
        label="Supplier’s own SKU"
        value={value.supplierSku}
        maxLength={255}
        hint="As it stands on its price list"
        onChange={(supplierSku) => change({ supplierSku })}
      />
    </div>
  );
}

/** As the contract takes it. */
export function givenSupply({ supplierSku, ...terms }: Supply) {
  return { ...terms, supplierSku: supplierSku.trim() || null };
}
