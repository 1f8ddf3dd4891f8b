/** One action: what, where, why, what it brings; the decision, and afterwards what became of it. */
import { type KeyboardEvent, memo, useEffect, useId, useRef, useState } from 'react';
import type { ActionRow as Action } from '../../../shared/contract/schemas.ts';
import { toggleAction, useNavigation } from '../../app/stores/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { words } from '../../ui/words.ts';
import { ActionDetails } from './action-details.tsx';
import { ActionForm } from './action-form.tsx';
import { canUndo, decisionWords, effectTone, effectWords, stateSign } from './action-words.ts';
import { type Decision, useDecision } from './decide.ts';
import { useNames } from './use-names.ts';
import { useStopped } from './use-stopped.ts';

interface ActionRowProps {
  action: Action;
  /** Takes the keyboard when the list is entered. */
  first: boolean;
}

export const ActionRow = memo(function ActionRow({ action, first }: ActionRowProps) {
  const open = useNavigation(({ openAction }) => openAction === action.id);
  const [asking, setAsking] = useState<'reject' | 'snooze' | null>(null);
  const detailsId = useId();
  const row = useRef<HTMLLIElement>(null);
  const decision = useDecision(action);
  const names = useNames();
  const waits = action.state === 'proposed' || action.state === 'snoozed';
  const effect = effectWords(action);
  const sign = stateSign(action.state, useStopped());

  // The pressed button goes with the state it was for; the keyboard stays on the row instead of falling to the page.
  const { state } = action;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    if (document.activeElement === document.body) row.current?.focus({ preventScroll: true });
  }, [state]);

  const decide = (wish: Decision): void => {
    setAsking(null);
    // A row taller than the window would jump.
    row.current?.focus({ preventScroll: true });
    decision.mutate(wish);
  };

  return (
    <li
      className="row"
      ref={row}
      data-row
      tabIndex={first ? 0 : -1}
      aria-label={action.title}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && event.target === row.current) toggleAction(action.id);
        if (event.key === 'Escape' && asking) {
          setAsking(null);
          row.current?.focus();
        }
      }}
    >
      <div className="action-head">
        <span>
          {names.store(action.storeId)} · {action.agent ? names.agent(action.agent) : action.proposedBy.id}
        </span>
        {waits && action.expiresAt !== undefined && <span>decide by {words.moment(action.expiresAt)}</span>}
      </div>
      <h3>{action.title}</h3>
      {!open && action.evidence[0] && waits && <p className="dim small clipped">{action.evidence[0].text}</p>}
      {effect && waits && !open && (
        <p className="small">
          <span className={`number ${effectTone(action)}`}>{effect}</span>{' '}
          <span className="dim">{action.effect?.of}</span>
        </p>
      )}
      {open && <ActionDetails action={action} id={detailsId} waits={waits} />}
      {/* Below the details, where the button was pressed: above them it would be out of sight. */}
      {action.state !== 'proposed' && (
        <div className="line" role="status">
          <Pill tone={sign.tone} icon={sign.icon}>
            {sign.word}
          </Pill>
          <span className="dim small">{decisionWords(action)}</span>
        </div>
      )}
      <div className="action-buttons">
        <Button
          kind="quiet"
          label={`${open ? 'Close' : 'Why'}: ${action.title}`}
          expanded={open}
          onPress={() => toggleAction(action.id)}
        >
          {open ? 'Close' : 'Why'}
        </Button>
        {waits && (
          <>
            <Button label={`Snooze: ${action.title}`} onPress={() => setAsking('snooze')}>
              Snooze
            </Button>
            <Button label={`Reject: ${action.title}`} onPress={() => setAsking('reject')}>
              Reject
            </Button>
            <Button
              kind={open ? 'primary' : undefined}
              icon="check"
              label={`Approve: ${action.title}`}
              busy={decision.isPending}
              onPress={() => decide({ verb: 'approve' })}
            >
              Approve
            </Button>
          </>
        )}
        <Afterwards action={action} busy={decision.isPending} decide={decide} />
      </div>
      {asking && <ActionForm kind={asking} decide={decide} cancel={() => setAsking(null)} />}
      {decision.error && <Problem error={decision.error} />}
    </li>
  );
});

interface AfterwardsProps {
  action: Action;
  busy: boolean;
  decide: (decision: Decision) => void;
}

/** What can still be said once it is decided. */
function Afterwards({ action, busy, decide }: AfterwardsProps) {
  const { state, title } = action;
  if (canUndo(action))
    return (
      <Button icon="undo" label={`Undo: ${title}`} busy={busy} onPress={() => decide({ verb: 'undo' })}>
        Undo
      </Button>
    );
  if (state === 'failed')
    return (
      <Button label={`Try again: ${title}`} busy={busy} onPress={() => decide({ verb: 'retry' })}>
        Try again
      </Button>
    );
  if (state === 'unknown')
    return (
      <>
        <span className="dim small">Look in the shop:</span>
        <Button busy={busy} onPress={() => decide({ verb: 'settle', word: 'done' })}>
          It happened
        </Button>
        <Button busy={busy} onPress={() => decide({ verb: 'settle', word: 'not_done' })}>
          It did not
        </Button>
      </>
    );
  return null;
}
