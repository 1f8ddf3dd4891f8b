/** Finds a customer who asked to be forgotten, and deletes what is kept of them for good. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FoundCustomer } from '../../../../shared/contract/data-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { reads } from '../../../app/queries.ts';
import { useEmpire } from '../../../app/stores/empire.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Select } from '../../../ui/choices.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { toast } from '../../../ui/toast.tsx';
import { TypedConfirm } from '../../../ui/typed-confirm.tsx';
import { words } from '../../../ui/words.ts';

export function CustomerCard() {
  const api = useApi();
  const { data: stores } = useQuery(reads(api).stores);
  const looked = useEmpire(({ store }) => store);
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<FoundCustomer | null>(null);
  const storeId = chosen ?? looked ?? stores?.[0]?.id ?? '';
  const find = useMutation({
    mutationFn: () =>
      api.customers.find({
        storeId,
        ...(text.includes('@') ? { email: text.trim() } : { name: text.trim() }),
      }),
  });
  if (!stores || stores.length === 0) return null;
  const short = text.trim().length < 3;
  return (
    <Card title="A customer’s data" scope="found, and deleted where they ask for it">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!short && !find.isPending) find.mutate();
        }}
      >
        <div className="fields">
          <Select
            label="Of"
            value={storeId}
            onChange={(id) => {
              setChosen(id);
              find.reset();
            }}
            options={stores.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextField
            label="E-mail address or name"
            value={text}
            maxLength={320}
            hint="The whole address, or the beginning of a name."
            onChange={setText}
          />
        </div>
        <div className="line">
          <Button
            icon="search"
            submits
            busy={find.isPending}
            barred={short ? 'Type at least three letters.' : undefined}
          >
            Find
          </Button>
        </div>
      </form>
      {find.error && <Problem error={find.error} />}
      {find.data?.length === 0 && (
        <p className="dim small" role="status">
          Nobody is found by that. An address must be whole; what Shopify withheld can’t be found.
        </p>
      )}
      {find.data && find.data.length > 0 && (
        <ul className="rows" aria-label="Found customers">
          {find.data.map((customer) => (
            <li key={customer.customerId} className="setting-head">
              <div>
                <h3 dir="auto">{customer.name || '(no name)'}</h3>
                <p className="dim small">
                  {[customer.email, customer.phone, customer.countryCode].filter(Boolean).join(', ') ||
                    'neither address nor phone is known'}
                </p>
                <p className="small">
                  {words.plural(customer.orders, 'order')},{' '}
                  {words.money(customer.spent.minor, customer.spent.currency)}
                </p>
              </div>
              <Button
                kind="danger"
                icon="delete"
                label={`Delete the data of ${customer.name || customer.email || 'this customer'}`}
                onPress={() => setAsked(customer)}
              >
                Delete
              </Button>
            </li>
          ))}
        </ul>
      )}
      {asked && (
        <DeleteCustomer
          storeId={storeId}
          customer={asked}
          onDone={() => {
            setAsked(null);
            find.mutate();
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  );
}

interface DeleteCustomerProps {
  storeId: string;
  customer: FoundCustomer;
  onDone: () => void;
  onClose: () => void;
}

function DeleteCustomer({ storeId, customer, onDone, onClose }: DeleteCustomerProps) {
  const api = useApi();
  const remove = useMutation({
    mutationFn: () => api.customers.remove({ storeId, customerId: customer.customerId }),
    onSuccess() {
      toast({ title: 'The customer’s data is deleted', text: 'Here, and in what is restored later.' });
      onDone();
    },
  });
  return (
    <TypedConfirm
      title={`Delete the data of ${customer.name || 'this customer'}`}
      word="delete"
      action="Delete for good"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>
        Name, addresses, phone and e-mail are deleted from this machine for good, from imported files too; a
        backup that is restored later does not bring them back. Their {words.plural(customer.orders, 'order')}{' '}
        stay in the sums, without a name.
      </p>
      <p className="dim small">
        The shop keeps its own copy: delete it there as well, under Customers, Erase personal data.
      </p>
    </TypedConfirm>
  );
}
