/** Where to count, and whether all of it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { linkToFirstRun, linkToFirstSync } from '../../../app/navigation/links.ts';
import { go } from '../../../app/navigation/navigate.ts';
import { reads } from '../../../app/queries.ts';
import { useEmpire } from '../../../app/stores/empire.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Select } from '../../../ui/choices.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';

export function BeginDialog({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const names = useNames();
  const store = useEmpire((empire) => empire.store);
  const query = useQuery(inventoryReads(api).locations);
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [search, setSearch] = useState('');
  const here = (query.data ?? []).filter(
    ({ storeId, isActive }) => isActive && (store === null || storeId === store),
  );
  const keyOf = (one: { storeId: string; locationId: number }): string => `${one.storeId} ${one.locationId}`;
  const at = here.find((one) => keyOf(one) === chosen) ?? here[0];
  const begin = useMutation({
    mutationFn: () =>
      api.stocktakes.create({
        storeId: at!.storeId,
        locationId: at!.locationId,
        name: name.trim() || undefined,
        search: search.trim() || undefined,
      }),
    onSuccess: ({ id }) => go(places.stocktake(id)),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Count a location"
      text="You may stop and go on at any time, on any device."
    >
      <Loaded query={query}>
        {() =>
          !at ? (
            <NoLocation />
          ) : (
            <form
              className="form"
              onSubmit={(event) => {
                event.preventDefault();
                if (!begin.isPending) begin.mutate();
              }}
            >
              <Select
                label="Where"
                icon="store"
                value={keyOf(at)}
                onChange={setChosen}
                options={here.map((one) => ({
                  value: keyOf(one),
                  label: names.severalStores ? `${one.name}, ${names.store(one.storeId)}` : one.name,
                }))}
              />
              <TextField
                label="Only a part"
                hint="Part of a title, SKU, vendor or type: “candles”. Empty counts all that the location stocks."
                value={search}
                maxLength={200}
                onChange={setSearch}
              />
              <TextField
                label="Name"
                hint="Else the date and the location"
                value={name}
                maxLength={200}
                onChange={setName}
              />
              {begin.error && <Problem error={begin.error} />}
              <div className="line">
                <Button kind="primary" submits busy={begin.isPending}>
                  Begin to count
                </Button>
                <Button onPress={onClose}>Cancel</Button>
              </div>
            </form>
          )
        }
      </Loaded>
    </Dialog>
  );
}

function NoLocation() {
  const { data: stores } = useQuery(reads(useApi()).stores);
  const href = stores?.length === 0 ? linkToFirstRun() : linkToFirstSync();
  return (
    <Empty
      title="No location is known yet."
      action={
        stores &&
        href && (
          <ButtonLink href={href} icon="store" kind="primary">
            {stores.length === 0 ? 'Connect a store' : 'Sync a store'}
          </ButtonLink>
        )
      }
    >
      They come with the first sync of a store.
    </Empty>
  );
}
