/** What was proposed and done about a product, newest first. */
import type { ProductView } from '../../../../shared/contract/product-schemas.ts';
import type { ActionRow } from '../../../../shared/contract/schemas.ts';
import { kindOf, stateSign } from '../../../app/decisions/action-words.ts';
import { useStopped } from '../../../app/decisions/use-stopped.ts';
import { go } from '../../../app/navigation/navigate.ts';
import { Card } from '../../../ui/card.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Row, Rows } from '../../../ui/rows.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { words } from '../../../ui/words.ts';
import { places } from '../places.ts';

export function HistoryCard({ actions }: { actions: ProductView['actions'] }) {
  const now = useNow();
  const stopped = useStopped();
  return (
    <Card
      title="What was done"
      scope={`${words.plural(actions.length, 'action')}${actions.length === 50 ? ', the newest' : ''}`}
    >
      {actions.length === 0 ? (
        <p className="dim">Nothing was proposed for it yet. What agents and you do about it is kept here.</p>
      ) : (
        <div className="history-rows">
          <Rows label="What was done about this product">
            {actions.map((action, index) => {
              const sign = stateSign(action.state as ActionRow['state'], stopped);
              return (
                <Row
                  key={action.id}
                  label={action.title}
                  first={index === 0}
                  onOpen={() => go(places.action(action.id))}
                >
                  <div className="line">
                    <Pill tone={sign.tone} icon={sign.icon}>
                      {sign.word}
                    </Pill>
                    <span className="small dim" title={words.moment(action.at)}>
                      {kindOf(action.type).word} · {words.ago(action.at, now)}
                    </span>
                  </div>
                  <p className="clipped" dir="auto" title={action.title}>
                    <a className="plain-link" href={places.action(action.id)} tabIndex={-1}>
                      {action.title}
                    </a>
                  </p>
                  {action.outcome && (
                    <p className="dim small clipped" dir="auto" title={action.outcome}>
                      {action.outcome}
                    </p>
                  )}
                </Row>
              );
            })}
          </Rows>
        </div>
      )}
    </Card>
  );
}
