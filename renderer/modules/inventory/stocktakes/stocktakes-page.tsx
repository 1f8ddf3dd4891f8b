/** Stocktakes: those that are counted, those that are done, and a new one. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { go } from '../../../app/navigation/navigate.ts';
import { useEmpire } from '../../../app/stores/empire.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Row, Rows } from '../../../ui/rows.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';
import { inventoryReads } from '../reads.ts';
import { BeginDialog } from './begin-dialog.tsx';
import { type Stocktake, signedMoney, TAKE_STATES } from './stocktake-words.ts';

export function StocktakesPage() {
  const store = useEmpire((empire) => empire.store);
  const query = useQuery(inventoryReads(useApi()).stocktakes(store));
  const [beginning, setBeginning] = useState(false);
  return (
    <Card
      title="Stocktakes"
      scope={query.data ? words.plural(query.data.total, 'stocktake') : 'newest first'}
      action={
        <Button icon="plus" kind="primary" onPress={() => setBeginning(true)}>
          Count a location
        </Button>
      }
    >
      <Loaded query={query} lines={5}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title="Nothing was counted yet.">
              Count a location, or a part of it, with a scanner or a phone. What differs is shown with its
              value before anything is changed in the shop, and can be undone.
            </Empty>
          ) : (
            <Rows label="Stocktakes">
              {rows.map((take, index) => (
                <TakeRow key={take.id} take={take} first={index === 0} />
              ))}
            </Rows>
          )
        }
      </Loaded>
      {beginning && <BeginDialog onClose={() => setBeginning(false)} />}
    </Card>
  );
}

function TakeRow({ take, first }: { take: Stocktake; first: boolean }) {
  const now = useNow();
  const names = useNames();
  const { word, tone, icon } = TAKE_STATES[take.state];
  const where = [names.severalStores && names.store(take.storeId), take.locationName]
    .filter(Boolean)
    .join(', ');
  return (
    <Row label={`${take.name}, ${word}`} first={first} onOpen={() => go(places.stocktake(take.id))}>
      <div className="line">
        <a
          className="plain-link clipped"
          href={places.stocktake(take.id)}
          dir="auto"
          title={take.name}
          tabIndex={-1}
        >
          {take.name}
        </a>
        <Pill tone={tone} icon={icon}>
          {word}
        </Pill>
        <span className="push number small">
          {words.count(take.counted)} of {words.plural(take.lines, 'line')}
          {take.different > 0 && `, ${words.count(take.different)} different`}
          {take.valueUnder &&
            take.valueUnder.minor !== 0 &&
            `, ${signedMoney({ ...take.valueUnder, minor: -Math.abs(take.valueUnder.minor) })}`}
        </span>
      </div>
      <p className="small dim" dir="auto">
        {[where, `begun by ${take.createdBy} ${words.ago(take.createdAt, now)}`].filter(Boolean).join(' · ')}
      </p>
    </Row>
  );
}
