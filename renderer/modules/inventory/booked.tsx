/** What became of booking something in a shop: the state of its action, what the shop said, the way back. */
import { useQuery } from '@tanstack/react-query';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { canUndo, decisionWords, nextStep, stateSign } from '../../app/decisions/action-words.ts';
import { useDecision } from '../../app/decisions/decide.ts';
import { useStopped } from '../../app/decisions/use-stopped.ts';
import { reads } from '../../app/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { places } from './places.ts';

export function Booked({ actionId }: { actionId: number }) {
  const query = useQuery(reads(useApi()).action(actionId));
  return (
    <Loaded query={query} lines={1}>
      {(action) => <BookedAction action={action} />}
    </Loaded>
  );
}

function BookedAction({ action }: { action: ActionRow }) {
  const whole = { ...action, needsPerson: action.state === 'unknown' };
  const decision = useDecision(whole);
  const sign = stateSign(action.state, useStopped());
  const next = nextStep(whole);
  return (
    <div className="booked">
      <div className="line">
        <Pill tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Pill>
        <a className="inline-link small" href={places.action(action.id)}>
          Look at it
        </a>
        {canUndo(action) && (
          <Button
            icon="undo"
            label={`Undo: ${action.title}`}
            busy={decision.isPending}
            onPress={() => decision.mutate({ verb: 'undo' })}
          >
            Undo
          </Button>
        )}
        {action.state === 'failed' && (
          <Button
            label={`Try again: ${action.title}`}
            busy={decision.isPending}
            onPress={() => decision.mutate({ verb: 'retry' })}
          >
            Try again
          </Button>
        )}
      </div>
      <p className="small dim" dir="auto">
        {[decisionWords(action), next].filter(Boolean).join(' ')}
      </p>
      {decision.error && <Problem error={decision.error} />}
    </div>
  );
}
