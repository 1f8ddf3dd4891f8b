/** Why an action is proposed, drawn; what it is expected to bring, what could go wrong, what will happen. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { Button } from '../../ui/button.tsx';
import { RangeBar } from '../../ui/charts/bars.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { confidenceWord, words } from '../../ui/words.ts';
import { useApi } from '../bridge-context.tsx';
import { useSeesCosts } from '../may.ts';
import { reads } from '../queries.ts';
import { effectTone, effectWords, noEffectWords, waits } from './action-words.ts';
import { EvidenceList } from './evidence-list.tsx';
import { orderLines, priceOf } from './proposal-input.ts';
import { useNames } from './use-names.ts';
import './decisions.css';

/** Of the lines of what will happen. */
const MOST_SHOWN = 8;

export function ProposalDetails({ action }: { action: ActionRow }) {
  const ahead = waits(action);
  return (
    <div className="details">
      <From action={action} />
      <Part title="Why">
        {action.evidence.length > 0 ? (
          <EvidenceList action={action} />
        ) : (
          <p>{action.proposedBy.kind === 'person' ? 'Asked for by a person.' : 'No evidence was given.'}</p>
        )}
        {action.proposedBy.kind === 'person' && action.reason && ahead && <p dir="auto">{action.reason}</p>}
      </Part>
      {action.edited && <Changed action={action} />}
      <Part title="Expected">
        <Expected action={action} />
      </Part>
      {action.confidence !== undefined && (
        <Part title="Confidence">
          <p>
            <strong>{sentence(confidenceWord(action.confidence))}</strong>{' '}
            <span className="dim">
              ({words.count(Math.round(action.confidence * 100))} of 100): how far the forecasts behind it
              were tested, and whether the terms they rest on were set by you, learned from deliveries or are
              defaults
            </span>
          </p>
        </Part>
      )}
      {action.risks && action.risks.length > 0 && (
        <Part title="What could go wrong">
          <Points texts={action.risks} />
        </Part>
      )}
      <WhatHappens action={action} ahead={ahead} />
    </div>
  );
}

function From({ action }: { action: ActionRow }) {
  const names = useNames();
  const { agent, proposedBy, createdAt, expiresAt } = action;
  return (
    <p className="small dim" dir="auto">
      {[
        names.store(action.storeId),
        `proposed by ${agent ? names.agent(agent) : proposedBy.id}, ${words.moment(createdAt)}`,
        waits(action) && expiresAt !== undefined && `can be decided on until ${words.moment(expiresAt)}`,
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}

function Expected({ action }: { action: ActionRow }) {
  const costs = useSeesCosts();
  const { effect } = action;
  if (!effect) return <p className="dim">{noEffectWords(action.type, costs)}.</p>;
  const { low, mid, high, currency } = effect;
  return (
    <div className="expected">
      <p>
        <span className={`number ${effectTone(action)}`}>{effectWords(action)}</span>{' '}
        <span className="dim">
          {effect.of}, most likely <span className="number">{words.moneyRound(mid, currency)}</span>
        </span>
      </p>
      <RangeBar
        low={low}
        mid={mid}
        high={high}
        tone={low >= 0 ? 'good' : high <= 0 ? 'risk' : 'wait'}
        format={(minor) => words.moneyRound(Math.round(minor), currency)}
      />
      <p className="range-ends small dim number" aria-hidden="true">
        <span>{words.moneyRound(Math.min(0, low), currency)}</span>
        <span>{words.moneyRound(high, currency)}</span>
      </p>
    </div>
  );
}

/** What a person changed of what was proposed. */
function Changed({ action }: { action: ActionRow }) {
  const { data: stores } = useQuery(reads(useApi()).stores);
  const currency = stores?.find(({ id }) => id === action.storeId)?.currency ?? null;
  const { edited } = action;
  if (!edited) return null;
  const money = (minor: number | null): string =>
    minor === null || currency === null ? 'not set' : words.money(minor, currency);
  const before = orderLines(edited.original);
  const after = new Map(orderLines(action.input).map((line) => [line.variantId, line]));
  const texts = before.flatMap((line) => {
    const now = after.get(line.variantId);
    if (!now) return [`${line.title}: taken off, ${words.plural(line.quantity, 'unit')} were proposed`];
    return [
      ...(now.quantity === line.quantity
        ? []
        : [`${line.title}: ${words.count(now.quantity)} units, ${words.count(line.quantity)} were proposed`]),
      ...(now.unitCost === line.unitCost
        ? []
        : [`${line.title}: cost of one ${money(now.unitCost)}, before ${money(line.unitCost)}`]),
    ];
  });
  const [was, is] = [priceOf(edited.original), priceOf(action.input)];
  if (was !== null && is !== null && was !== is) texts.push(`Price ${money(is)}, ${money(was)} was proposed`);
  if (texts.length === 0) texts.push('Other values than proposed; what will happen is below.');
  return (
    <Part title={`Changed by ${edited.by.id}, ${words.moment(edited.at)}`}>
      <Points texts={texts} />
    </Part>
  );
}

function WhatHappens({ action, ahead }: { action: ActionRow; ahead: boolean }) {
  const preview = useQuery(reads(useApi()).preview(action.id));
  return (
    <Part title={ahead ? 'What will happen' : 'What it does'}>
      <Loaded query={preview} lines={2}>
        {({ lines, warnings, undoable }) => (
          <>
            <Points texts={lines} />
            {warnings.map((warning) => (
              <p className="tone-wait" key={warning}>
                <Icon name="info" /> {warning}
              </p>
            ))}
            {ahead && (
              <p className={undoable ? 'tone-good' : 'tone-risk'}>
                <Icon name={undoable ? 'undo' : 'warning'} />{' '}
                {undoable ? 'It can be undone.' : 'It can not be undone.'}
              </p>
            )}
          </>
        )}
      </Loaded>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="details-part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Points({ texts }: { texts: readonly string[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? texts : texts.slice(0, MOST_SHOWN);
  return (
    <>
      <ul className="pointed">
        {shown.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same words may stand twice
          <li key={`${index} ${text}`} dir="auto">
            {text}
          </li>
        ))}
      </ul>
      {shown.length < texts.length && (
        <Button kind="quiet" onPress={() => setAll(true)}>
          Show {words.count(texts.length - shown.length)} more
        </Button>
      )}
    </>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
