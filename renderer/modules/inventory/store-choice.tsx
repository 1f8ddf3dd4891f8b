/** Which store is looked at, where the page is of one and there are several. */
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { PlainSelect } from '../../ui/plain-select.tsx';

interface StoreChoiceProps {
  stores: readonly StoreView[];
  value: string;
  onChange: (storeId: string) => void;
  label?: string;
}

export function StoreChoice({ stores, value, onChange, label = 'Stock of' }: StoreChoiceProps) {
  if (stores.length < 2) return null;
  return (
    <PlainSelect
      label={label}
      icon="store"
      value={value}
      onChange={onChange}
      options={stores.map(({ id, name, currency }) => ({ value: id, label: `${name} · ${currency}` }))}
    />
  );
}
