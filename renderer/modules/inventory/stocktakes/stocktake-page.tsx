/** One stocktake: count by scanning or typing, see what differs and what that is worth, then set it in the shop. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { toErrorData } from '../../../../shared/errors.ts';
import { Allowed } from '../../../app/allowed.tsx';
import { useApi } from '../../../app/bridge-context.tsx';
import { useNames } from '../../../app/decisions/use-names.ts';
import { useTitle } from '../../../app/navigation/use-title.ts';
import { Card, Skeleton } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { useOffsetRows } from '../../../ui/row-sources.ts';
import { Segmented } from '../../../ui/segmented.tsx';
import { Table } from '../../../ui/table.tsx';
import { TextField } from '../../../ui/text-fields.tsx';
import { words } from '../../../ui/words.ts';
import { Booked } from '../booked.tsx';
import { places } from '../places.ts';
import { inventoryReads, STOCKTAKES } from '../reads.ts';
import { CountStepper } from '../scanning/count-stepper.tsx';
import { ScanField } from '../scanning/scan-field.tsx';
import { FinishDialogs } from './finish-dialogs.tsx';
import { lineColumns } from './line-columns.tsx';
import { type Stocktake, type StocktakeLine, signed, signedMoney, TAKE_STATES } from './stocktake-words.ts';
import './stocktakes.css';

type Filter = 'all' | 'counted' | 'uncounted' | 'different';

const FILTERS: readonly { value: Filter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'uncounted', label: 'To count' },
  { value: 'counted', label: 'Counted' },
  { value: 'different', label: 'Different' },
];

export function StocktakePage({ id }: { id: number }) {
  const query = useQuery(inventoryReads(useApi()).stocktake(id));
  useTitle(query.data?.name);
  return (
    <Loaded query={query} skeleton={<Skeleton lines={6} height={3} />}>
      {(take) => <Taking take={take} />}
    </Loaded>
  );
}

function Taking({ take }: { take: Stocktake }) {
  const names = useNames();
  const { word, tone, icon } = TAKE_STATES[take.state];
  const counting = take.state === 'counting';
  const counter = useCounter(take);
  return (
    <div className="stocktake">
      <div className="order-head">
        <Pill tone={tone} icon={icon}>
          {word}
        </Pill>
        <p className="small dim" dir="auto">
          <a className="inline-link" href={places.stocktakes()}>
            Stocktakes
          </a>{' '}
          · {[names.severalStores && names.store(take.storeId), take.locationName].filter(Boolean).join(', ')}{' '}
          · begun by {take.createdBy} {words.moment(take.createdAt)}
        </p>
        <div className="line order-buttons">
          {counting && (
            <Allowed to="stocktakes.finish">
              <FinishDialogs take={take} />
            </Allowed>
          )}
        </div>
      </div>
      {counting && take.because && (
        <Problem
          error={{
            message: `Not all of it could be set in the shop: ${take.because}`,
            next: 'Nothing that was counted is lost. Correct what has to be, then finish it again.',
          }}
        />
      )}
      {counting && (
        <Card title="Count" scope="each code counts one more">
          <ScanField label="Scan or type a code" onCode={(code) => counter.scan(code)} told={counter.told} />
          {counter.last && (
            <div className="last-counted">
              <p className="clipped" dir="auto" title={counter.last.title}>
                {counter.last.title}
              </p>
              <CountStepper
                label="Counted"
                of={counter.last.title}
                value={counter.last.counted ?? 0}
                onChange={(quantity) => counter.set(counter.last!, quantity)}
              />
            </div>
          )}
          {counter.error && <Problem error={counter.error} />}
        </Card>
      )}
      <Sums take={take} />
      {take.actionIds.length > 0 && (
        <Card title="What the shop was told" scope={words.plural(take.actionIds.length, 'action')}>
          <ul className="rows">
            {take.actionIds.map((actionId) => (
              <li key={actionId}>
                <Booked actionId={actionId} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Lines take={take} onCount={counting ? counter.set : null} />
    </div>
  );
}

function useCounter(take: Stocktake) {
  const api = useApi();
  const queries = useQueryClient();
  const [told, setTold] = useState<{ text: string; tone: 'good' | 'wait' | 'risk' } | null>(null);
  const [last, setLast] = useState<StocktakeLine | null>(null);
  const count = useMutation({
    // One after the other: a scanner is faster than the way to the core.
    scope: { id: `stocktake ${take.id}` },
    mutationFn: (one: { code?: string; lineId?: number; quantity: number | null; add?: boolean }) =>
      api.stocktakes.count({ id: take.id, counts: [one] }),
    onSuccess({ lines, refused }, { code }) {
      const [line] = lines;
      if (line) {
        setLast(line);
        const off = line.difference ?? 0;
        setTold({
          text: `${line.title}: ${words.count(line.counted ?? 0)} counted, ${words.count(line.expected)} expected`,
          tone: off === 0 ? 'good' : 'wait',
        });
      } else if (refused[0]) setTold({ text: `${code ?? ''} ${refused[0].reason}`.trim(), tone: 'risk' });
      void queries.invalidateQueries({ queryKey: [STOCKTAKES] });
    },
    onError: (error) => setTold({ text: toErrorData(error).message, tone: 'risk' }),
  });
  return {
    told,
    last,
    error: count.error,
    scan: (code: string) => count.mutate({ code, quantity: 1, add: true }),
    set: (line: StocktakeLine, quantity: number | null) => {
      if (line.id === last?.id) setLast({ ...line, counted: quantity });
      count.mutate({ lineId: line.id, quantity });
    },
  };
}

function Sums({ take }: { take: Stocktake }) {
  const { valueOver, valueUnder, unvalued } = take;
  return (
    <dl className="facts">
      <div className="fact card">
        <dt>Counted</dt>
        <dd className="fact-value number">
          {words.count(take.counted)} <span className="small dim">of {words.plural(take.lines, 'line')}</span>
        </dd>
        <dd className="small dim">what is not counted stays as it is</dd>
      </div>
      <div className="fact card">
        <dt>Different</dt>
        <dd className="fact-value number">{words.plural(take.different, 'line')}</dd>
        <dd className="small dim">
          {signed(take.unitsOver)} and {signed(-Math.abs(take.unitsUnder))} units
        </dd>
      </div>
      <div className="fact card">
        <dt>More than expected, at cost</dt>
        <dd className="fact-value number">{valueOver ? signedMoney(valueOver) : 'not known'}</dd>
        <dd className="small dim">
          {unvalued > 0 ? `${words.plural(unvalued, 'line')} without a cost not in it` : 'all costs known'}
        </dd>
      </div>
      <div className="fact card">
        <dt>Less than expected, at cost</dt>
        <dd className="fact-value number">
          {valueUnder ? signedMoney({ ...valueUnder, minor: -Math.abs(valueUnder.minor) }) : 'not known'}
        </dd>
        <dd className="small dim">
          {unvalued > 0 ? `${words.plural(unvalued, 'line')} without a cost not in it` : 'all costs known'}
        </dd>
      </div>
    </dl>
  );
}

interface LinesProps {
  take: Stocktake;
  onCount: ((line: StocktakeLine, quantity: number | null) => void) | null;
}

function Lines({ take, onCount }: LinesProps) {
  const api = useApi();
  const [filter, setFilter] = useState<Filter>('all');
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim()) || undefined;
  const rows = useOffsetRows<StocktakeLine>({
    queryKey: [STOCKTAKES, 'lines', take.id, filter, search ?? ''],
    fetchPage: (page, signal) => api.stocktakes.lines({ id: take.id, filter, search, ...page }, { signal }),
  });
  return (
    <Card
      title="Lines"
      scope="largest differences first"
      action={<Segmented label="Lines shown" value={filter} onChange={setFilter} options={FILTERS} />}
    >
      <search className="stock-search">
        <TextField
          label="Search lines"
          hideLabel
          kind="search"
          placeholder="Title, SKU or barcode"
          value={text}
          onChange={setText}
        />
      </search>
      <Table
        label="Lines of the stocktake"
        columns={lineColumns(onCount)}
        rows={rows}
        rowLabel={({ title }) => title}
        height="34rem"
        empty={<p className="dim">No line is like that.</p>}
      />
    </Card>
  );
}
