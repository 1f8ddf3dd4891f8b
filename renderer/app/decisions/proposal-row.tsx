/** One proposal in a list: what, why, what happens otherwise, what it brings; the decision, and what became of it. */
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, memo, type ReactNode, useEffect, useRef } from 'react';
import type { MorningGroupView, MorningItemView } from '../../../shared/contract/decision-schemas.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Pill } from '../../ui/pill.tsx';
import { words } from '../../ui/words.ts';
import { useApi } from '../bridge-context.tsx';
import { useSeesCosts } from '../may.ts';
import { reads } from '../queries.ts';
import {
  type Decidable,
  deadlineWords,
  decisionWords,
  effectTone,
  effectWords,
  kindOf,
  noEffectWords,
  stateSign,
} from './action-words.ts';
import { useDecision } from './decide.ts';
import { DecisionBar } from './decision-bar.tsx';
import { useNames, useStoreDay } from './use-names.ts';
import { useStopped } from './use-stopped.ts';

interface ProposalRowProps {
  id: number;
  /** As it waits; null once it is decided. */
  item: MorningItemView | null;
  group: Pick<MorningGroupView, 'storeId' | 'type' | 'supplier'> | null;
  /** Takes the keyboard when the list is entered. */
  first: boolean;
  /** The one that is looked at. */
  focused: boolean;
  onFocus: (id: number) => void;
  /** Shows why. */
  onWhy: (id: number) => void;
}

export const ProposalRow = memo(function ProposalRow(props: ProposalRowProps) {
  const { id, item, group, first, focused, onFocus, onWhy } = props;
  const row = useRef<HTMLLIElement>(null);
  const decided = useQuery({ ...reads(useApi()).action(id), enabled: item === null }).data;
  const action: Decidable | null =
    item && group
      ? {
          id,
          title: item.title,
          type: group.type,
          storeId: group.storeId,
          state: 'proposed',
          undoes: null,
          undoneBy: null,
          needsPerson: false,
        }
      : (decided ?? null);

  // The pressed button goes with the state it was for; the keyboard stays on the row instead of falling to the page.
  const state = action?.state;
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    if (document.activeElement === document.body) row.current?.focus({ preventScroll: true });
  }, [state]);

  const title = action?.title ?? `Action ${id}`;
  return (
    <li
      className="proposal"
      ref={row}
      data-row
      data-focused={focused || undefined}
      tabIndex={first ? 0 : -1}
      aria-label={title}
      onFocus={() => onFocus(id)}
      onPointerDown={() => onFocus(id)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && event.target === row.current) onWhy(id);
      }}
    >
      {action && (
        <Told
          {...props}
          action={action}
          // A row taller than the window would jump.
          onDecide={() => row.current?.focus({ preventScroll: true })}
        >
          {decided && !item && <Outcome action={decided} />}
        </Told>
      )}
    </li>
  );
});

interface ToldProps extends ProposalRowProps {
  action: Decidable;
  onDecide: () => void;
  children: ReactNode;
}

function Told({ action, id, item, focused, onWhy, onDecide, children }: ToldProps) {
  const decision = useDecision(action);
  const names = useNames();
  const costs = useSeesCosts();
  const today = useStoreDay()(action.storeId);
  const kind = kindOf(action.type);
  const deadline = item?.deadline ? deadlineWords(item.deadline, today) : null;
  const effect = item && effectWords(item);
  return (
    <>
      <div className="proposal-head small dim">
        <span className="proposal-kind">
          <Icon name={kind.icon} />
          <span dir="auto">
            {[kind.word, names.severalStores && names.store(action.storeId)].filter(Boolean).join(' · ')}
          </span>
        </span>
        {deadline && (
          <span
            className={`tone-${deadline.tone} whole`}
            title={`The last day for it: ${words.date(item?.deadline, true)}`}
          >
            {deadline.text}
          </span>
        )}
      </div>
      <h3 dir="auto" className="clipped" title={action.title}>
        {action.title}
      </h3>
      {item && (
        <>
          {item.why && (
            <p className="small clipped" dir="auto">
              {item.why}
            </p>
          )}
          {item.ifIgnored && (
            <p className="small dim clipped" dir="auto">
              If ignored: {item.ifIgnored.text}
              {item.ifIgnored.by && `, by ${words.date(item.ifIgnored.by)}`}
            </p>
          )}
          {item.stale && (
            <p className="small tone-wait">
              <Icon name="clock" /> {item.stale}
            </p>
          )}
          <p className="small proposal-effect">
            {effect ? (
              <span
                className={`number ${effectTone(item)}`}
                title={`${item.effect?.of}, most likely ${words.money(item.effect!.mid, item.effect!.currency)}`}
              >
                {effect}
              </span>
            ) : (
              <span className="dim">{noEffectWords(action.type, costs)}</span>
            )}
            {item.confidence && <span className="dim">confidence {item.confidence.label}</span>}
            {item.edited && <span className="dim">edited</span>}
            {!item.undoable && <span className="tone-risk">can’t be undone</span>}
          </p>
        </>
      )}
      {children}
      <DecisionBar
        action={action}
        decision={decision}
        focused={focused}
        onDecide={onDecide}
        why={
          <Button kind="quiet" label={`Why: ${action.title}`} onPress={() => onWhy(id)}>
            Why
          </Button>
        }
      />
    </>
  );
}

type Decided = Parameters<typeof decisionWords>[0];

export function Outcome({ action }: { action: Decided & { snoozedUntil?: number | null } }) {
  const sign = stateSign(action.state, useStopped());
  const told =
    action.state === 'snoozed' && action.snoozedUntil
      ? `back ${words.moment(action.snoozedUntil)}`
      : decisionWords(action);
  return (
    <div className="line" role="status">
      <Pill tone={sign.tone} icon={sign.icon}>
        {sign.word}
      </Pill>
      <span className="dim small" dir="auto">
        {told}
      </span>
    </div>
  );
}
