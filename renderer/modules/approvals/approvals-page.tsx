/** Approvals: what waits, what was put off, what was decided, the rules made of it, and the record of it all. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { useMay } from '../../app/may.ts';
import { usePlace } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { SubNav } from '../../ui/sub-nav.tsx';
import { ActionPage } from './action-page.tsx';
import { AuditPage } from './audit-page.tsx';
import { HistoryPage } from './history-page.tsx';
import { InboxPage } from './inbox-page.tsx';
import { RulesPage } from './rules-page.tsx';
import { SnoozedPage } from './snoozed-page.tsx';
import '../../app/decisions/decisions.css';
import './approvals.css';

const PARTS = [
  { part: '', label: 'Waiting' },
  { part: 'snoozed', label: 'Snoozed' },
  { part: 'history', label: 'History' },
  { part: 'rules', label: 'Rules', to: 'rules.list' },
  { part: 'audit', label: 'Record', to: 'audit.list' },
];

export function ApprovalsPage() {
  const { path } = usePlace();
  const store = useEmpire((empire) => empire.store);
  const counts = useQuery(reads(useApi()).morning(store)).data?.counts;
  const [part = ''] = path;
  const may = useMay();
  return (
    <>
      <SubNav
        label="Parts of Approvals"
        places={PARTS.filter(({ to }) => to === undefined || may(to)).map((one) => ({
          href: placeTo('approvals', one.part === '' ? [] : [one.part]),
          label: one.label,
          count: one.part === '' ? counts?.waiting : one.part === 'history' ? counts?.needPerson : undefined,
          current: one.part === part,
        }))}
      />
      <Part part={part} />
    </>
  );
}

function Part({ part }: { part: string }) {
  switch (part) {
    case '':
      return <InboxPage />;
    case 'snoozed':
      return <SnoozedPage />;
    case 'history':
      return <HistoryPage />;
    case 'rules':
      return <RulesPage />;
    case 'audit':
      return <AuditPage />;
    default:
      return /^\d{1,15}$/.test(part) ? <ActionPage id={Number(part)} /> : <Nowhere />;
  }
}

function Nowhere() {
  return (
    <Empty
      title="There is no such part of Approvals."
      action={<ButtonLink href={placeTo('approvals')}>See what waits</ButtonLink>}
    />
  );
}
