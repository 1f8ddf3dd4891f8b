/** Fields and choices. */
import { useState } from 'react';
import { Card } from '../ui/card.tsx';
import { Checkbox, type Option, Select, Switch, Tabs } from '../ui/choices.tsx';
import { Combobox } from '../ui/combobox.tsx';
import { MoneyField, NumberField } from '../ui/number-fields.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { DateField, TextArea, TextField } from '../ui/text-fields.tsx';

const SUPPLIERS = ['Cairn', 'Foolscap', 'Hearthware', 'Loom Street', 'Lumen & Sons'].map(
  (label): Option<string> => ({ value: label.toLowerCase(), label, hint: '14 days of lead time' }),
);

export function FieldSamples() {
  const [text, setText] = useState('');
  const [days, setDays] = useState<number | null>(14);
  const [cost, setCost] = useState<number | null>(123456);
  const [date, setDate] = useState('2026-11-26');
  const [supplier, setSupplier] = useState<Option<string> | null>(null);
  const [bucket, setBucket] = useState<'days' | 'weeks' | 'months'>('days');
  const [tab, setTab] = useState<'open' | 'decided'>('open');
  const [on, setOn] = useState(true);
  return (
    <Card title="Fields" scope="with what is wrong beside them">
      <div className="sample-grid">
        <TextField label="Name" hint="As it stands on the order." value={text} onChange={setText} />
        <TextField
          label="Shop"
          error="That is no shop’s address. Write my-shop.myshopify.com."
          value="my shop"
          onChange={setText}
        />
        <TextField label="Client secret" kind="secret" value="" onChange={setText} />
        <NumberField label="Lead time" unit="days" min={0} max={365} value={days} onChange={setDays} />
        <MoneyField label="Unit cost" currency="GBP" min={0} value={cost} onChange={setCost} />
        <MoneyField
          label="Unit cost"
          currency="JPY"
          error="Ten times the cost of before."
          value={cost}
          onChange={setCost}
        />
        <DateField label="Expected" value={date} onChange={setDate} />
        <Combobox
          label="Supplier"
          placeholder="Find a supplier"
          value={supplier}
          onChange={setSupplier}
          options={SUPPLIERS}
        />
        <Select label="Supplier" value="cairn" onChange={() => {}} options={SUPPLIERS} />
        <TextArea label="Note" value={text} onChange={setText} />
      </div>
      <div className="line">
        <Segmented
          label="Buckets"
          value={bucket}
          onChange={setBucket}
          options={[
            { value: 'days', label: 'Days' },
            { value: 'weeks', label: 'Weeks' },
            { value: 'months', label: 'Months' },
          ]}
        />
        <Switch label="Interrupt me" hint="Between 8:00 and 20:00" value={on} onChange={setOn} />
        <Checkbox label="Order 480 Cakestands" value={on} onChange={setOn} />
        <Checkbox label="All" mixed value={false} onChange={setOn} />
      </div>
      <Tabs
        label="Proposals"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'open', label: 'Open', count: 4, content: <p>What waits.</p> },
          { value: 'decided', label: 'Decided', content: <p>What was decided.</p> },
        ]}
      />
    </Card>
  );
}
