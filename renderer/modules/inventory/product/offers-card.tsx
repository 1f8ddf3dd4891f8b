/** Whom a variant can be had from: what a unit of each comes to, how long it takes, what that is a year, and the choice. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import type { SupplyOfferView } from '../../../../shared/contract/supply-schemas.ts';
import { toErrorData } from '../../../../shared/errors.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { toast } from '../../../ui/toast.tsx';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { OfferDialog } from './offer-dialog.tsx';
import type { Variant } from './variant.ts';

interface OffersCardProps {
  store: StoreView;
  variant: Variant;
}

export function OffersCard({ store, variant }: OffersCardProps) {
  const { variantId } = variant;
  const query = useQuery(inventoryReads(useApi()).offers(store.id, variantId));
  const [editing, setEditing] = useState<Partial<SupplyOfferView> | null>(null);
  return (
    <Card
      title="Whom to order from"
      scope="all told"
      action={
        <Button kind="quiet" icon="plus" label="Add another supplier of it" onPress={() => setEditing({})}>
          Add
        </Button>
      }
    >
      <Loaded query={query}>
        {(offers) => (
          <>
            <ul className="rows" aria-label="Suppliers of this variant">
              {offers.map((offer) => (
                <Offer
                  key={offer.supplier}
                  storeId={store.id}
                  variantId={variantId}
                  offer={offer}
                  now={offers.find(({ current }) => current)!}
                  onEdit={() => setEditing(offer)}
                />
              ))}
            </ul>
            {offers.length === 1 && (
              <p className="small dim">
                Another supplier’s price and delivery time, added here, are weighed against this one’s.
              </p>
            )}
          </>
        )}
      </Loaded>
      {editing && (
        <OfferDialog
          store={store}
          variant={variant}
          offer={editing}
          taken={(query.data ?? []).map(({ supplier }) => supplier)}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  );
}

const LACKS: Readonly<Record<NonNullable<SupplyOfferView['lacks']>, string>> = {
  cost: 'Its price is not known: nothing to weigh.',
  rate: 'No rate of its currency is known: the next order that states one tells.',
  forecast: 'There is no forecast to weigh it by yet.',
  shelf_life: 'The least that it sends would spoil unsold.',
};

interface OfferProps {
  storeId: string;
  variantId: number;
  offer: SupplyOfferView;
  now: SupplyOfferView;
  onEdit: () => void;
}

function Offer({ storeId, variantId, offer, now, onEdit }: OfferProps) {
  const api = useApi();
  const queries = useQueryClient();
  const { supplier, current, yearlyCost, lacks } = offer;
  const change = useMutation({
    mutationFn: ({ what, whom }: { what: 'choose' | 'remove'; whom: string }) =>
      api.supplyOffers[what]({ storeId, variantId, supplier: whom }),
    onSuccess(offers, { what, whom }) {
      queries.setQueryData(inventoryReads(api).offers(storeId, variantId).queryKey, offers);
      if (what === 'remove') toast({ title: `${whom} is taken off`, tone: 'quiet' });
      else
        toast({
          title: `Ordered from ${whom} from now on`,
          about: `supplier of ${variantId}`,
          undo:
            whom === supplier && now.supplier !== ''
              ? () => change.mutate({ what, whom: now.supplier })
              : undefined,
        });
    },
    onError(error) {
      const { message, next } = toErrorData(error);
      toast({ title: message, text: next, tone: 'risk' });
    },
  });
  return (
    <li className="offer">
      <div className="offer-name">
        <h3 dir="auto">
          {supplier === '' ? (
            'no supplier yet'
          ) : (
            <a className="inline-link" href={places.supplier(supplier)}>
              {supplier}
            </a>
          )}
        </h3>
        {current && (
          <Pill tone="good" icon="check">
            ordered from
          </Pill>
        )}
      </div>
      <p className="offer-cost">
        {yearlyCost ? (
          <>
            <span className="number">{words.moneyRound(yearlyCost.minor, yearlyCost.currency)}</span> a year
            {!current && now.yearlyCost && (
              <Difference minor={yearlyCost.minor - now.yearlyCost.minor} currency={yearlyCost.currency} />
            )}
          </>
        ) : (
          <span className="tone-wait small">{LACKS[lacks ?? 'forecast']}</span>
        )}
      </p>
      <p className="small dim offer-terms">
        {[priceOf(offer), ...termsOf(offer)].filter(Boolean).join(' · ')}
      </p>
      {!current && (
        <div className="line offer-buttons">
          <Button
            label={`Order from it: ${supplier}`}
            busy={change.isPending}
            barred={offer.unitCost === null ? 'Set its price first' : undefined}
            onPress={() => change.mutate({ what: 'choose', whom: supplier })}
          >
            Order from it
          </Button>
          <IconButton icon="edit" label={`Edit what ${supplier} asks`} onPress={onEdit} />
          <IconButton
            icon="delete"
            label={`Take ${supplier} off`}
            busy={change.isPending}
            onPress={() => change.mutate({ what: 'remove', whom: supplier })}
          />
        </div>
      )}
    </li>
  );
}

function Difference({ minor, currency }: { minor: number; currency: string }) {
  if (minor === 0) return <span className="dim"> · the same</span>;
  const amount = words.moneyRound(Math.abs(minor), currency);
  return (
    <span className={minor < 0 ? 'tone-good' : 'dim'}>
      {' '}
      · {amount} {minor < 0 ? 'less' : 'more'}
    </span>
  );
}

function priceOf({ unitCost, landedUnitCost, chargeShare }: SupplyOfferView): string | null {
  if (!unitCost) return null;
  const asked = words.money(unitCost.minor, unitCost.currency);
  if (!landedUnitCost) return `${asked} a unit`;
  const landed = words.money(landedUnitCost.minor, landedUnitCost.currency);
  if (chargeShare === null) return `${landed} a unit, freight and duty not known yet`;
  return chargeShare === 0
    ? `${landed} a unit`
    : `${landed} a unit on the shelf, ${words.percent(chargeShare)} of the goods for freight and duty`;
}

function termsOf({ leadTimeDays, packSize, minimumUnits, supplierSku }: SupplyOfferView): string[] {
  return [
    `delivery takes ${words.plural(leadTimeDays, 'day')}`,
    ...(packSize > 1 ? [`packs of ${words.count(packSize)}`] : []),
    ...(minimumUnits > 0 ? [`at least ${words.plural(minimumUnits, 'unit')}`] : []),
    ...(supplierSku === null ? [] : [`its SKU ${supplierSku}`]),
  ];
}
