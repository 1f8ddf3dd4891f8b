/** Which stores and which period all that is shown is of. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { PlainSelect } from '../../ui/plain-select.tsx';
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
  if (stores?.length === 0) return null;
  return (
    <PlainSelect
      label="Store"
      icon="store"
      value={gone ? ALL : (store ?? ALL)}
      onChange={(chosen) => chooseStore(chosen === ALL ? null : chosen)}
      options={[
        { value: ALL, label: 'All stores' },
        ...(stores ?? []).map(({ id, name, currency }) => ({
          value: id,
          label: currency ? `${name} · ${currency}` : name,
        })),
      ]}
    />
  );
}

export function PeriodControl() {
  const period = useEmpire((empire) => empire.period);
  return (
    <PlainSelect
      label="Period"
      icon="calendar"
      value={period}
      onChange={choosePeriod}
      options={PERIODS.map(({ id, label }) => ({ value: id, label }))}
    />
  );
}
