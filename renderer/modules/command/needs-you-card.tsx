/** What needs a person: the most pressing first and whole, in an order that does not move under a hand about to press. */
import { useQuery } from '@tanstack/react-query';
import { Fragment, lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import type {
  MorningGroupView,
  MorningItemView,
  MorningView,
} from '../../../shared/contract/decision-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { deadlineWords } from '../../app/decisions/action-words.ts';
import { ProposalRow } from '../../app/decisions/proposal-row.tsx';
import { useNames, useStoreDay } from '../../app/decisions/use-names.ts';
import { useMay } from '../../app/may.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { clearDecided, useNavigation } from '../../app/stores/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Skeleton } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { moveByKey } from '../../ui/list-keys.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { words } from '../../ui/words.ts';
import { settledOrder } from './settled-order.ts';
import { whyNothing } from './why-nothing.ts';

/** Waiting ones shown here; the others are one step further. */
const SHOWN = 3;
/** As high as one is, about. */
const NEED_REM = 12.5;

const WhySheet = lazy(() =>
  import('../../app/decisions/why-sheet.tsx').then(({ WhySheet }) => ({ default: WhySheet })),
);

export function NeedsYouCard() {
  const store = useEmpire((empire) => empire.store);
  const query = useQuery(reads(useApi()).morning(store));
  const decidedHere = useNavigation((navigation) => navigation.decidedHere);
  const [why, setWhy] = useState<number | null>(null);
  const counts = query.data?.counts;
  const decided = decidedHere.some((id) => !itemsOf(query.data).has(id));
  return (
    <Card
      className="needs"
      title="Needs you"
      scope={counts && scopeWords(query.data!)}
      action={
        <span className="line">
          {decided && (
            <Button kind="quiet" onPress={clearDecided}>
              Clear what is decided
            </Button>
          )}
          {counts && counts.waiting > 0 && (
            <a href={placeTo('approvals')}>
              {counts.waiting > SHOWN
                ? `${words.count(counts.waiting - SHOWN)} more, review all →`
                : 'Review all →'}
            </a>
          )}
        </span>
      }
    >
      <Loaded query={query} skeleton={<Skeleton lines={SHOWN} height={NEED_REM} />}>
        {(morning) => <Listed morning={morning} decidedHere={decidedHere} onWhy={setWhy} />}
      </Loaded>
      {why !== null && (
        <Suspense fallback={null}>
          <WhySheet id={why} onClose={() => setWhy(null)} />
        </Suspense>
      )}
    </Card>
  );
}

interface Waiting {
  item: MorningItemView;
  group: MorningGroupView;
}

function itemsOf(morning: MorningView | undefined): Map<number, Waiting> {
  return new Map(
    (morning?.groups ?? []).flatMap((group) =>
      group.items.map((item) => [item.id, { item, group }] as const),
    ),
  );
}

interface ListedProps {
  morning: MorningView;
  decidedHere: readonly number[];
  onWhy: (id: number) => void;
}

function Listed({ morning, decidedHere, onWhy }: ListedProps) {
  const list = useRef<HTMLUListElement>(null);
  const order = useRef<readonly number[]>([]);
  const [looked, setLooked] = useState<number | null>(null);
  const waiting = useMemo(() => itemsOf(morning), [morning]);
  order.current = settledOrder({
    before: order.current,
    ranked: [...waiting.keys()],
    kept: decidedHere,
    shown: SHOWN,
    held: list.current?.matches(':hover, :focus-within') ?? false,
  });
  const ids = order.current;
  const focused =
    looked !== null && ids.includes(looked) ? looked : (ids.find((id) => waiting.has(id)) ?? null);
  const onFocus = useCallback((id: number) => setLooked(id), []);
  if (ids.length === 0) return <Nothing morning={morning} />;
  return (
    <>
      <ul className="needs-list" ref={list} onKeyDown={moveByKey}>
        {ids.map((id, index) => {
          const one = waiting.get(id) ?? null;
          const earlier = waiting.get(ids[index - 1] ?? 0);
          return (
            <Fragment key={id}>
              {one && one.group.items.length > 1 && earlier?.group.key !== one.group.key && (
                <GroupHead group={one.group} />
              )}
              <ProposalRow
                id={id}
                item={one?.item ?? null}
                group={one?.group ?? null}
                first={index === 0}
                focused={id === focused}
                onFocus={onFocus}
                onWhy={onWhy}
              />
            </Fragment>
          );
        })}
      </ul>
      <Besides morning={morning} />
      <p className="shortcuts">
        <kbd>j</kbd> <kbd>k</kbd> next, previous · <kbd>Enter</kbd> why · <kbd>Tab</kbd> decide
      </p>
    </>
  );
}

/** Of several that one decision may be about. */
function GroupHead({ group }: { group: MorningGroupView }) {
  const today = useStoreDay()(group.storeId);
  const { title, items, deadline, effect } = group;
  return (
    <li className="small dim needs-group" dir="auto">
      {[
        `${title}: ${words.plural(items.length, 'proposal')}`,
        deadline && deadlineWords(deadline, today).text,
        effect && `${words.range(effect.low, effect.high, effect.currency)} together`,
      ]
        .filter(Boolean)
        .join(' · ')}
    </li>
  );
}

function Besides({ morning }: { morning: MorningView }) {
  const { snoozed, failed, needPerson } = morning.counts;
  const links = [
    needPerson > 0 && {
      to: placeTo('approvals', ['history'], { state: 'unknown' }),
      text: `${words.count(needPerson)} to look up in the shop`,
    },
    failed > 0 && {
      to: placeTo('approvals', ['history'], { state: 'failed' }),
      text: `${words.count(failed)} failed`,
    },
    snoozed > 0 && { to: placeTo('approvals', ['snoozed']), text: `${words.count(snoozed)} snoozed` },
  ].filter((link) => link !== false);
  if (links.length === 0) return null;
  return (
    <p className="small needs-besides">
      {links.map(({ to, text }) => (
        <a key={to} className="inline-link" href={to}>
          {text}
        </a>
      ))}
    </p>
  );
}

function Nothing({ morning }: { morning: MorningView }) {
  const syncing = useQuery(reads(useApi()).sync).data?.some(({ running }) => running) ?? false;
  const { data: agents } = useQuery(reads(useApi()).agents);
  const names = useNames();
  const store = useEmpire((empire) => empire.store);
  const may = useMay();
  const { data: findings } = useQuery(reads(useApi()).findings);
  const hasRun = agents?.some(({ runs }) => runs.length > 0) ?? false;
  const { data: stores } = useQuery(reads(useApi()).stores);
  const looked = store === null ? (stores ?? []).map(({ id }) => id) : [store];
  const why = syncing ? [] : whyNothing(findings ?? [], looked);
  if (why.length > 0)
    return (
      <>
        <Empty
          title={why.length < looked.length ? 'Nothing waits for you.' : 'Nothing can be proposed yet.'}
          action={
            may('suppliers.set') &&
            why.some(({ suppliers }) => suppliers) && (
              <a href={placeTo('settings', ['suppliers'])}>Fill in suppliers →</a>
            )
          }
        >
          {why.map(({ storeId, title, steps }) => (
            <div key={storeId}>
              <p dir="auto">
                {looked.length > 1 ? `${names.store(storeId)}: ` : ''}
                {title}.
              </p>
              <ul className="points">
                {steps.map((step) => (
                  <li key={step} dir="auto">
                    {step}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </Empty>
        <Besides morning={morning} />
      </>
    );
  return (
    <>
      <Empty title="Nothing waits for you.">
        {syncing
          ? 'A store is being synced. The agents propose once that is done and they have run.'
          : hasRun
            ? 'The agents have looked and propose nothing. They look again by themselves.'
            : `Proposals come from the agents once a store is synced: sync it, then press “Run now” at ${names.agent('inventory-forecasting')}.`}
      </Empty>
      <Besides morning={morning} />
    </>
  );
}

/** "4, about 6 min"; says how many of a long list fit a short morning. */
function scopeWords({ counts, minutes }: MorningView): string {
  if (counts.waiting === 0) return 'nothing waits';
  const long = minutes > 10 && counts.inTenMinutes < counts.waiting;
  return long
    ? `${words.count(counts.waiting)}, ${words.count(counts.inTenMinutes)} fit in 10 min`
    : `${words.count(counts.waiting)}, about ${words.count(Math.max(1, Math.round(minutes)))} min`;
}
