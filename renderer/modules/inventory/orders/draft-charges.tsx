/** What comes on top of the goods, how it is spread over them, the rates of the stores, when it is expected. */
import { useState } from 'react';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { sameDecimal } from '../../../../shared/money.ts';
import { useNames, useStoreDay } from '../../../app/decisions/use-names.ts';
import { Card } from '../../../ui/card.tsx';
import { MoneyField } from '../../../ui/number-fields.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { DateField, TextArea, TextField } from '../../../ui/text-fields.tsx';
import { words } from '../../../ui/words.ts';
import type { Draft } from './use-draft.ts';

export function DraftCharges({ order, draft }: { order: PurchaseOrderView; draft: Draft }) {
  const { currency } = draft;
  const [freight, setFreight] = useState(order.freight?.minor ?? 0);
  const [duty, setDuty] = useState(order.duty?.minor ?? 0);
  const [other, setOther] = useState(order.other?.minor ?? 0);
  const [spread, setSpread] = useState(order.spread);
  const [code, setCode] = useState(currency);
  const [expectedOn, setExpected] = useState(order.expectedOn ?? '');
  const [note, setNote] = useState(order.note ?? '');
  const codeError = /^[A-Z]{3}$/.test(code) ? null : 'Three letters, such as EUR';
  return (
    <Card title="Charges, currency and dates" scope="spread into the landed cost">
      <div className="form">
        <div className="line charges">
          <MoneyField
            label="Freight"
            currency={currency}
            min={0}
            value={freight}
            onChange={(minor) => {
              setFreight(minor ?? 0);
              draft.change({ freight: minor ?? 0 });
            }}
          />
          <MoneyField
            label="Duty"
            currency={currency}
            min={0}
            value={duty}
            onChange={(minor) => {
              setDuty(minor ?? 0);
              draft.change({ duty: minor ?? 0 });
            }}
          />
          <MoneyField
            label="Other charges"
            currency={currency}
            min={0}
            value={other}
            onChange={(minor) => {
              setOther(minor ?? 0);
              draft.change({ other: minor ?? 0 });
            }}
          />
        </div>
        <div className="line">
          <span className="small">Spread over the lines</span>
          <Segmented
            label="Spread over the lines"
            value={spread}
            onChange={(next) => {
              setSpread(next);
              draft.change({ spread: next });
            }}
            options={[
              { value: 'value', label: 'By value' },
              { value: 'units', label: 'By units' },
            ]}
          />
        </div>
        <div className="line">
          <TextField
            label="Currency of the order"
            value={code}
            maxLength={3}
            hint="Amounts stay as they are written: nothing is converted"
            error={codeError}
            onChange={(text) => {
              const next = text.toUpperCase();
              setCode(next);
              if (!/^[A-Z]{3}$/.test(next) || next === currency) return;
              const written = (minor: number): number => sameDecimal(minor, currency, next);
              const charges = { freight: written(freight), duty: written(duty), other: written(other) };
              setFreight(charges.freight);
              setDuty(charges.duty);
              setOther(charges.other);
              draft.setCurrency(next, charges);
            }}
          />
          <DateField
            label="Expected"
            value={expectedOn}
            onChange={(date) => {
              setExpected(date);
              draft.change({ expectedOn: date || null });
            }}
          />
        </div>
        <Rates key={order.currency} order={order} draft={draft} />
        <TextArea
          label="Note to the supplier"
          value={note}
          maxLength={5000}
          onChange={(text) => {
            setNote(text);
            draft.change({ note: text.trim() || null });
          }}
        />
      </div>
    </Card>
  );
}

function Rates({ order, draft }: { order: PurchaseOrderView; draft: Draft }) {
  const names = useNames();
  const day = useStoreDay();
  const foreign = order.rates.filter(({ source }) => source !== 'same');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const textOf = (storeId: string): string =>
    typed[storeId] ?? order.rates.find((one) => one.storeId === storeId)?.rate ?? '';
  const isRate = (text: string): boolean => /^\d{1,9}(\.\d{1,9})?$/.test(text) && Number(text) > 0;
  if (foreign.length === 0) return null;
  return (
    <fieldset className="plain form">
      <legend className="small">Rates: what one {order.currency} is worth in each store</legend>
      {foreign.map(({ storeId, currency, on }) => {
        const text = textOf(storeId);
        return (
          <TextField
            key={storeId}
            label={`1 ${order.currency} in ${currency}, ${names.store(storeId)}`}
            value={text}
            placeholder="1.1734"
            maxLength={19}
            hint={
              on
                ? `As of ${words.date(on, true)}`
                : 'Without it, costs in this store’s currency are not known.'
            }
            error={text !== '' && !isRate(text.replace(',', '.')) ? 'A number such as 1.1734' : null}
            onChange={(next) => {
              const all = { ...typed, [storeId]: next };
              setTyped(all);
              if (!isRate(next.replace(',', '.'))) return;
              draft.change({
                rates: foreign.flatMap((one) => {
                  const rate = (all[one.storeId] ?? one.rate ?? '').replace(',', '.');
                  const same = rate === one.rate && one.on;
                  return isRate(rate) ? [{ storeId: one.storeId, rate, on: same || day(one.storeId) }] : [];
                }),
              });
            }}
          />
        );
      })}
    </fieldset>
  );
}
