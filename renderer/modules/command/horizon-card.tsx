/** What runs out soonest or is to be ordered: days left against the time that goods take, and the day to order by. */
import { useQueries } from '@tanstack/react-query';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import type { StockHorizon, StockLine } from '../../../shared/contract/stock-table-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { deadlineWords } from '../../app/decisions/action-words.ts';
import { useStoreDay } from '../../app/decisions/use-names.ts';
import { linkTo } from '../../app/navigation/links.ts';
import { Card, Skeleton } from '../../ui/card.tsx';
import { coverTone, HorizonBar } from '../../ui/charts/bars.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Explained } from '../../ui/term.tsx';
import { words } from '../../ui/words.ts';
import { MEANINGS } from './meanings.ts';
import { commandReads } from './reads.ts';

const SHOWN = 6;

export function HorizonCard({ stores }: { stores: readonly StoreView[] }) {
  const api = useApi();
  const queries = useQueries({ queries: stores.map(({ id }) => commandReads(api).horizon(id)) });
  const known = queries.flatMap(({ data }) => data ?? []);
  const failed = queries.find(({ error }) => error);
  const rows = soonest(known);
  const total = known.reduce((sum, one) => sum + one.total, 0);
  const outlookAt = known.map((one) => one.outlookAt).filter((at) => at !== null);
  const first = stores[0];
  const all = first && linkTo({ kind: 'stock', storeId: first.id });
  return (
    <Card
      title={
        <Explained
          title="Stock horizon"
          text={MEANINGS.horizon}
          trueAt={
            outlookAt.length > 0
              ? `The inventory agent looked ${words.moment(Math.min(...outlookAt))}.`
              : 'The inventory agent has not looked yet.'
          }
        >
          Stock horizon
        </Explained>
      }
      scope="days left, order by"
      action={all && total > SHOWN && <a href={all}>{words.count(total)} in all →</a>}
    >
      {failed?.error && <Problem error={failed.error} onRetry={() => void failed.refetch()} />}
      {known.length < queries.length && !failed ? (
        <Skeleton lines={6} height={1.6} />
      ) : rows.length > 0 ? (
        <ul className="horizon-list">
          {rows.map(({ storeId, line }) => (
            <HorizonRow
              key={`${storeId} ${line.variantId}`}
              storeId={storeId}
              line={line}
              store={stores.length > 1 ? (stores.find(({ id }) => id === storeId)?.name ?? null) : null}
            />
          ))}
        </ul>
      ) : (
        <Empty
          title={outlookAt.length > 0 ? 'Nothing is about to run out.' : 'What runs out is not known yet.'}
        >
          {known.map(({ reason }) => reason).find(Boolean)}
        </Empty>
      )}
    </Card>
  );
}

interface Shown {
  storeId: string;
  line: StockLine;
}

/** Over all stores, the soonest gone first: days are days in every currency. */
function soonest(horizons: readonly StockHorizon[]): Shown[] {
  const days = ({ line }: Shown): number => line.daysLeft?.days ?? Number.POSITIVE_INFINITY;
  return horizons
    .flatMap(({ storeId, rows }) => rows.map((line) => ({ storeId, line })))
    .sort((a, b) => days(a) - days(b))
    .slice(0, SHOWN);
}

function HorizonRow({ storeId, line, store }: Shown & { store: string | null }) {
  const { title, sku, daysLeft, leadTimeDays, orderBy, productId, variantId, available, incoming } = line;
  const today = useStoreDay()(storeId);
  const link = linkTo({ kind: 'product', storeId, productId, variantId });
  const days = daysLeft?.days ?? null;
  const tone = coverTone(days, leadTimeDays);
  const by = orderBy === null ? null : deadlineWords(orderBy, today);
  const range =
    daysLeft && daysLeft.low !== null
      ? `${words.count(Math.floor(daysLeft.low))} to ${daysLeft.high === null ? 'more than ten years' : words.plural(Math.ceil(daysLeft.high), 'day')} in four futures of five`
      : undefined;
  return (
    <li className="horizon-row">
      <span className="horizon-name">
        {link ? (
          <a className="plain-link one-line" href={link} title={title} dir="auto">
            {title}
          </a>
        ) : (
          <span className="one-line" title={title} dir="auto">
            {title}
          </span>
        )}
        <span className="small dim one-line number" dir="auto">
          {[incoming > 0 && `${words.count(incoming)} on the way`, sku, store].filter(Boolean).join(' · ') ||
            `${words.count(available)} in stock`}
        </span>
      </span>
      <HorizonBar daysLeft={days} leadDays={leadTimeDays} />
      <span className={`number horizon-days tone-${tone}`} title={range}>
        {available <= 0 ? 'out' : days === null ? 'years' : `${words.count(Math.floor(days))} d`}
      </span>
      <span className="small dim horizon-by">{by ? by.text.replace(/^by /, '') : 'not known'}</span>
    </li>
  );
}
