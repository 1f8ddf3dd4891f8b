/** One action whole: what, why, what it would do, the decision, and what became of it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { canUndo, kindOf } from '../../app/decisions/action-words.ts';
import { useDecision } from '../../app/decisions/decide.ts';
import { DecisionBar } from '../../app/decisions/decision-bar.tsx';
import { ProposalDetails } from '../../app/decisions/proposal-details.tsx';
import { Outcome } from '../../app/decisions/proposal-row.tsx';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { approvalReads } from './reads.ts';

interface ActionViewProps {
  id: number;
  /** Stands beside a list: a link leads to its own place. */
  linked?: boolean;
}

export function ActionView({ id, linked }: ActionViewProps) {
  const query = useQuery(reads(useApi()).action(id));
  const action = query.data;
  return (
    <Card
      className="action-card"
      title={<span dir="auto">{action?.title ?? 'Proposal'}</span>}
      scope={action && kindOf(action.type).word}
      action={linked && <a href={placeTo('approvals', [String(id)])}>Open alone →</a>}
    >
      <Loaded query={query} lines={12}>
        {(action) => <Whole action={action} />}
      </Loaded>
    </Card>
  );
}

function Whole({ action }: { action: ActionRow }) {
  const decision = useDecision(action);
  return (
    <>
      {action.state !== 'proposed' && <Outcome action={action} />}
      <Ties action={action} />
      <ProposalDetails action={action} />
      {canUndo(action) && <Undoing id={action.id} />}
      <div className="action-foot">
        <DecisionBar action={action} decision={decision} focused whole />
      </div>
    </>
  );
}

/** What it took back, and what took it back. */
function Ties({ action }: { action: ActionRow }) {
  const { undoes, undoneBy } = action;
  if (undoes === null && undoneBy === null) return null;
  return (
    <p className="small">
      <Icon name="undo" />{' '}
      {undoes !== null && (
        <a className="inline-link" href={placeTo('approvals', [String(undoes)])}>
          It takes back an earlier action
        </a>
      )}
      {undoneBy !== null && (
        <a className="inline-link" href={placeTo('approvals', [String(undoneBy)])}>
          It was taken back by a later action
        </a>
      )}
    </p>
  );
}

/** Asks the shop, so only where it is asked for. */
function Undoing({ id }: { id: number }) {
  const [asked, setAsked] = useState(false);
  const query = useQuery({ ...approvalReads(useApi()).undoPreview(id), enabled: asked });
  if (!asked)
    return (
      <div>
        <Button kind="quiet" onPress={() => setAsked(true)}>
          What undoing would do
        </Button>
      </div>
    );
  return (
    <section className="details-part" aria-label="What undoing would do">
      <h3>What undoing would do</h3>
      <Loaded query={query} lines={2}>
        {({ possible, preview, because, next }) =>
          possible ? (
            <ul className="pointed">
              {[...(preview?.lines ?? []), ...(preview?.warnings ?? [])].map((line) => (
                <li key={line} dir="auto">
                  {line}
                </li>
              ))}
            </ul>
          ) : (
            <>
              <p className="tone-wait">
                <Icon name="warning" /> {because}
              </p>
              <p className="dim">{next}</p>
            </>
          )
        }
      </Loaded>
    </section>
  );
}
