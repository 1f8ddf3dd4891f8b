/** Which stores and which period all that is shown is of. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Select } from '../../ui/choices.tsx';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';
import { choosePeriod, chooseStore, PERIODS, useEmpire } from '../stores/empire.ts';

const ALL = 'all';

export function StoreSwitcher() {
  const { data: stores } = useQuery(reads(useApi()).stores);
  const store = useEmpire((empire) => empire.store);
  const gone = store !== null && stores !== undefined && !stores.some(({ id }) => id === store);
  useEffect(() => {
    if (gone) chooseStore(null);
  }, [gone]);
  if (!stores || stores.length === 0) return null;
  const currencies = new Set(stores.map(({ currency }) => currency).filter(Boolean));
  return (
    <Select
      label="Store"
      hideLabel
      icon="store"
      value={gone ? ALL : (store ?? ALL)}
      onChange={(chosen) => chooseStore(chosen === ALL ? null : chosen)}
      options={[
        {
          value: ALL,
          label: 'All stores',
          hint: currencies.size > 1 ? 'each in its own currency, never added up' : undefined,
        },
        ...stores.map(({ id, name, currency, shopDomain }) => ({
          value: id,
          label: currency ? `${name} ${currency}` : name,
          hint: shopDomain ?? undefined,
        })),
      ]}
    />
  );
}

export function PeriodControl() {
  const period = useEmpire((empire) => empire.period);
  return (
    <Select
      label="Period"
      hideLabel
      icon="calendar"
      value={period}
      onChange={choosePeriod}
      options={PERIODS.map(({ id, label }) => ({ value: id, label }))}
    />
  );
}
