/** Actions past deciding or put off, in a list: what became of each, what there is to do, the way back. */
import type { ActionLightView } from '../../../shared/contract/decision-schemas.ts';
import { kindOf } from '../../app/decisions/action-words.ts';
import { useDecision } from '../../app/decisions/decide.ts';
import { DecisionBar } from '../../app/decisions/decision-bar.tsx';
import { Outcome } from '../../app/decisions/proposal-row.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { go } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { Icon } from '../../ui/icon.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';

export function DecidedRows({ label, rows }: { label: string; rows: readonly ActionLightView[] }) {
  return (
    <Rows label={label}>
      {rows.map((row, index) => (
        <DecidedRow key={row.id} row={row} first={index === 0} />
      ))}
    </Rows>
  );
}

function DecidedRow({ row, first }: { row: ActionLightView; first: boolean }) {
  const now = useNow();
  const names = useNames();
  const decision = useDecision(row);
  const kind = kindOf(row.type);
  const link = placeTo('approvals', [String(row.id)]);
  return (
    <Row label={row.title} first={first} onOpen={() => go(link)}>
      <div className="decided-row">
        <div className="decided-words">
          <p className="clipped inbox-title" title={row.title} dir="auto">
            <a className="plain-link" href={link}>
              {row.title}
            </a>
          </p>
          <Outcome action={row} />
          <p className="small dim" dir="auto" title={words.moment(row.updatedAt)}>
            <Icon name={kind.icon} />{' '}
            {[
              row.agent === null && kind.word,
              names.severalStores && names.store(row.storeId),
              row.agent ? names.agent(row.agent) : row.proposedBy.id,
              words.ago(row.updatedAt, now),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <DecisionBar action={row} decision={decision} focused={false} />
      </div>
    </Row>
  );
}
