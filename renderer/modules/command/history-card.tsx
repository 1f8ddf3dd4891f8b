/** The last decisions, with what became of them; what can be taken back is taken back here, too. */
import { useQuery } from '@tanstack/react-query';
import type { ActionRow as Action } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { RECENT, reads } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { canUndo, decisionWords, stateSign } from './action-words.ts';
import { useDecision } from './decide.ts';
import { useNames } from './use-names.ts';
import { useStopped } from './use-stopped.ts';

export function HistoryCard() {
  const recent = useQuery(reads(useApi()).recentActions);
  return (
    <Card title="Decided" scope={`the last ${words.count(RECENT)}`}>
      <Loaded query={recent}>
        {(list) =>
          list.length === 0 ? (
            <p className="dim">Nothing has been decided yet. What you approve or reject is kept here.</p>
          ) : (
            <Rows>
              {byDecision(list).map((action, index) => (
                <DecidedRow key={action.id} action={action} first={index === 0} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Card>
  );
}

function byDecision(actions: readonly Action[]): Action[] {
  return [...actions].sort((a, b) => b.updatedAt - a.updatedAt || b.id - a.id);
}

function DecidedRow({ action, first }: { action: Action; first: boolean }) {
  const now = useNow();
  const decision = useDecision(action);
  const names = useNames();
  const sign = stateSign(action.state, useStopped());
  return (
    <Row label={action.title} first={first}>
      <div className="line">
        <Pill tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Pill>
        <span className="dim small" title={words.moment(action.updatedAt)}>
          {names.store(action.storeId)} · {words.ago(action.updatedAt, now)}
        </span>
        {canUndo(action) && (
          <span className="push">
            <Button
              icon="undo"
              label={`Undo: ${action.title}`}
              busy={decision.isPending}
              onPress={() => decision.mutate({ verb: 'undo' })}
            >
              Undo
            </Button>
          </span>
        )}
      </div>
      <p>{action.title}</p>
      <p className="dim small">{decisionWords(action)}</p>
      {decision.error && <Problem error={decision.error} />}
    </Row>
  );
}
