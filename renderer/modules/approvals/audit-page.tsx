/** The record of everything that was decided and done: whether it is whole, its newest entries, and all of it as a file. */
import { useQuery } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { AuditVerdict } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { rowsOf } from '../../ui/row-sources.ts';
import { Table } from '../../ui/table.tsx';
import { words } from '../../ui/words.ts';
import { AuditExport } from './audit-export.tsx';
import { entryWords, whoWords } from './audit-words.ts';
import { approvalReads } from './reads.ts';

type Entry = Awaited<ReturnType<RoyalClient['audit']['list']>>[number];

export function AuditPage() {
  const reads = approvalReads(useApi());
  const verdict = useQuery(reads.verdict);
  const entries = useQuery(reads.entries);
  const names = useNames();
  return (
    <div className="audit">
      <Card
        title="Is the record whole?"
        action={
          <Button kind="quiet" busy={verdict.isFetching} onPress={() => void verdict.refetch()}>
            Check again
          </Button>
        }
      >
        <Loaded query={verdict} lines={2}>
          {(found) => <Verdict verdict={found} at={verdict.dataUpdatedAt} />}
        </Loaded>
      </Card>
      <AuditExport />
      <Card
        className="audit-entries"
        title="Entries"
        scope={entries.data && `the newest ${words.count(entries.data.length)}`}
      >
        <Loaded query={entries} lines={10}>
          {(list) => (
            <Table<Entry>
              label="Entries of the record"
              rows={rowsOf(list)}
              rowLabel={entryWords}
              height="36rem"
              empty={<Empty title="Nothing is recorded yet." />}
              columns={[
                {
                  id: 'text',
                  title: 'What',
                  width: 'minmax(14rem, 4fr)',
                  cell: (entry) => <What entry={entry} />,
                },
                {
                  id: 'actor',
                  title: 'Who',
                  width: 'minmax(8rem, 1fr)',
                  cell: ({ actor }) => whoWords(actor, names),
                },
                {
                  id: 'store',
                  title: 'Store',
                  width: 'minmax(7rem, 1fr)',
                  cell: ({ storeId }) => (storeId === null ? 'all' : names.store(storeId)),
                },
                { id: 'at', title: 'When', width: '11rem', number: true, cell: ({ at }) => words.moment(at) },
                {
                  id: 'seq',
                  title: 'No.',
                  width: '5rem',
                  number: true,
                  wideOnly: true,
                  cell: ({ seq }) => words.count(seq),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </div>
  );
}

function What({ entry }: { entry: Entry }) {
  const action = /^action:(\d+)$/.exec(entry.subject ?? '');
  return action ? (
    <a className="plain-link" href={placeTo('approvals', [action[1]!])} title={entry.text}>
      {entryWords(entry)}
    </a>
  ) : (
    <span title={entry.text}>{entryWords(entry)}</span>
  );
}

function Verdict({ verdict, at }: { verdict: AuditVerdict; at: number }) {
  const { ok, rows, text } = verdict;
  return ok ? (
    <>
      <p className="tone-good">
        <Icon name="check" />{' '}
        {rows === 0
          ? 'The record is empty.'
          : `The record is whole: ${words.plural(rows, 'entry', 'entries')}.`}
      </p>
      <p className="small dim">
        Each entry is sealed together with the one before it by a key that is kept elsewhere: a changed,
        missing or cut-off entry would show here. Checked {words.moment(at)}.
      </p>
    </>
  ) : (
    <>
      <p className="tone-risk" role="alert">
        <Icon name="warning" /> The record is not whole: {text}.
      </p>
      <p className="small dim">
        Something other than this program changed it. Export what there is, keep a copy of the data folder,
        and run “royal doctor” before you approve anything more.
      </p>
    </>
  );
}
