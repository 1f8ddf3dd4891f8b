/** Why an action is proposed, what it will do, what could go wrong, and whether it can be undone. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { confidenceWord, words } from '../../ui/words.ts';
import { effectTone, effectWords } from './action-words.ts';

interface ActionDetailsProps {
  action: ActionRow;
  id: string;
  /** Not decided yet: what it would do still lies ahead. */
  waits: boolean;
}

export function ActionDetails({ action, id, waits }: ActionDetailsProps) {
  const preview = useQuery(reads(useApi()).preview(action.id));
  const effect = effectWords(action);
  return (
    <div className="details" id={id}>
      <Part title="Why">
        {action.evidence.length === 0 ? (
          <p>{action.proposedBy.kind === 'person' ? 'Asked for by a person.' : 'No evidence was given.'}</p>
        ) : (
          <Points texts={action.evidence.map(({ text }) => text)} />
        )}
      </Part>
      {action.effect && effect && (
        <Part title="Expected">
          <p>
            <span className={`number ${effectTone(action)}`}>{effect}</span>: {action.effect.of}, most likely{' '}
            <span className="number">{words.money(action.effect.mid, action.effect.currency)}</span>
          </p>
        </Part>
      )}
      {action.confidence !== undefined && (
        <Part title="Confidence">
          <p>
            {confidenceWord(action.confidence)} ({words.count(Math.round(action.confidence * 100))} of 100):
            how far the forecasts and terms behind it were tested or set
          </p>
        </Part>
      )}
      {action.risks && action.risks.length > 0 && (
        <Part title="What could go wrong">
          <Points texts={action.risks} />
        </Part>
      )}
      <Part title={waits ? 'What will happen' : 'What it does'}>
        <Loaded query={preview} lines={2}>
          {({ lines, warnings, undoable }) => (
            <>
              <Points texts={lines} />
              {warnings.map((warning) => (
                <p className="tone-wait" key={warning}>
                  Mind: {warning}
                </p>
              ))}
              {waits && (
                <p className={undoable ? 'tone-good' : 'tone-risk'}>
                  {undoable ? 'It can be undone.' : 'It can not be undone.'}
                </p>
              )}
            </>
          )}
        </Loaded>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h4>{title}</h4>
      {children}
    </div>
  );
}

function Points({ texts }: { texts: readonly string[] }) {
  return (
    <ul className="pointed">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
