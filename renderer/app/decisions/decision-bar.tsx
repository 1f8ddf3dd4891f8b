/** Why, then the decision; once it is made, what became of it and what can still be said. */
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { canUndo, type Decidable, nextStep, waits } from './action-words.ts';
import type { Decision, useDecision } from './decide.ts';
import { canEdit } from './edit-kinds.ts';

interface DecisionBarProps {
  action: Decidable;
  decision: ReturnType<typeof useDecision>;
  /** Before anything is sent: the place keeps the focus. */
  onDecide?: () => void;
  /** The one that is looked at: only it has a filled button. */
  focused: boolean;
  /** What comes before the decision: the way to why. */
  why?: ReactNode;
  /** Room for everything; the narrow has no edit. */
  whole?: boolean;
}

const EditDialog = lazy(() =>
  import('./edit-dialog.tsx').then(({ EditDialog }) => ({ default: EditDialog })),
);
const RejectDialog = lazy(() =>
  import('./reject-dialog.tsx').then(({ RejectDialog }) => ({ default: RejectDialog })),
);
const SnoozeDialog = lazy(() =>
  import('./snooze-dialog.tsx').then(({ SnoozeDialog }) => ({ default: SnoozeDialog })),
);

export function DecisionBar({ action, decision, onDecide, focused, why, whole }: DecisionBarProps) {
  const [asking, setAsking] = useState<'reject' | 'snooze' | 'edit' | null>(null);
  const { title } = action;
  const busy = decision.isPending;
  const decide = (wish: Decision): void => {
    setAsking(null);
    onDecide?.();
    decision.mutate(wish);
  };
  return (
    <>
      <div className="decision-bar">
        {why}
        {waits(action) && (
          <>
            {whole && canEdit(action.type) && (
              <Button icon="edit" label={`Edit: ${title}`} onPress={() => setAsking('edit')}>
                Edit
              </Button>
            )}
            <Button label={`Snooze: ${title}`} busy={busy} onPress={() => setAsking('snooze')}>
              Snooze
            </Button>
            <Button label={`Reject: ${title}`} busy={busy} onPress={() => setAsking('reject')}>
              Reject
            </Button>
            <Button
              kind={focused ? 'primary' : undefined}
              label={`Approve: ${title}`}
              busy={busy}
              onPress={() => decide({ verb: 'approve' })}
            >
              Approve
            </Button>
          </>
        )}
        <Afterwards action={action} busy={busy} decide={decide} />
      </div>
      <Suspense fallback={null}>
        {asking === 'reject' && (
          <RejectDialog action={action} onClose={() => setAsking(null)} onReject={decide} />
        )}
        {asking === 'snooze' && (
          <SnoozeDialog
            title={title}
            onClose={() => setAsking(null)}
            onSnooze={(until) => decide({ verb: 'snooze', until })}
          />
        )}
        {asking === 'edit' && <EditDialog action={action} onClose={() => setAsking(null)} />}
      </Suspense>
      {decision.error && <Problem error={decision.error} />}
    </>
  );
}

interface AfterwardsProps {
  action: Decidable;
  busy: boolean;
  decide: (decision: Decision) => void;
}

/** What can still be said once it is decided, and what to do where it went wrong. */
function Afterwards({ action, busy, decide }: AfterwardsProps) {
  const { state, title } = action;
  const step = nextStep(action);
  if (canUndo(action))
    return (
      <Button icon="undo" label={`Undo: ${title}`} busy={busy} onPress={() => decide({ verb: 'undo' })}>
        Undo
      </Button>
    );
  return (
    <>
      {step && <p className="dim small">{step}</p>}
      {state === 'failed' && (
        <Button label={`Try again: ${title}`} busy={busy} onPress={() => decide({ verb: 'retry' })}>
          Try again
        </Button>
      )}
      {state === 'unknown' && action.needsPerson && (
        <>
          <Button busy={busy} onPress={() => decide({ verb: 'settle', word: 'done' })}>
            It happened
          </Button>
          <Button busy={busy} onPress={() => decide({ verb: 'settle', word: 'not_done' })}>
            It did not
          </Button>
        </>
      )}
    </>
  );
}
