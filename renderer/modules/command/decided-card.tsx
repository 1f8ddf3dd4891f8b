/** What goes out now and the last decisions, with what became of them; what can be taken back is taken back here, too. */
import { useQuery } from '@tanstack/react-query';
import type { ActionLightView } from '../../../shared/contract/decision-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useDecision } from '../../app/decisions/decide.ts';
import { DecisionBar } from '../../app/decisions/decision-bar.tsx';
import { Outcome } from '../../app/decisions/proposal-row.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { commandReads } from './reads.ts';

export function DecidedCard() {
  const store = useEmpire((empire) => empire.store);
  const reads = commandReads(useApi());
  const underWay = useQuery(reads.underWay(store));
  const decided = useQuery(reads.decided(store));
  return (
    <Card title="Decided" scope="lately" action={<a href={placeTo('approvals', ['history'])}>All of it →</a>}>
      <Loaded query={decided}>
        {({ rows }) => {
          const all = [...(underWay.data?.rows ?? []), ...rows];
          return all.length === 0 ? (
            <p className="dim">Nothing has been decided yet. What you approve or reject is kept here.</p>
          ) : (
            <Rows>
              {all.map((action, index) => (
                <DecidedRow key={action.id} action={action} first={index === 0} />
              ))}
            </Rows>
          );
        }}
      </Loaded>
    </Card>
  );
}

function DecidedRow({ action, first }: { action: ActionLightView; first: boolean }) {
  const now = useNow();
  const decision = useDecision(action);
  const names = useNames();
  const open = (): void => {
    window.location.hash = placeTo('approvals', [String(action.id)]);
  };
  return (
    <Row label={action.title} first={first} onOpen={open}>
      <p className="clipped" title={action.title} dir="auto">
        <a className="plain-link" href={placeTo('approvals', [String(action.id)])}>
          {action.title}
        </a>
      </p>
      <Outcome action={action} />
      <p className="dim small" title={words.moment(action.updatedAt)}>
        {names.severalStores && `${names.store(action.storeId)} · `}
        {words.ago(action.updatedAt, now)}
      </p>
      <DecisionBar action={action} decision={decision} focused={false} />
    </Row>
  );
}
