/** The lines of a draft as a grid: Enter goes to the same column of the next line, Shift+Enter to the one before. */
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Explained } from '../../../ui/term.tsx';
import { words } from '../../../ui/words.ts';
import { inventoryReads } from '../reads.ts';
import { DraftRow } from './draft-row.tsx';
import { LANDED } from './order-lines.tsx';
import type { Draft } from './use-draft.ts';

interface DraftGridProps {
  order: PurchaseOrderView;
  draft: Draft;
  /** A line that was just added to. */
  goTo: number | null;
}

const SHOWN = 100;

export function DraftGrid({ order, draft, goTo }: DraftGridProps) {
  const list = useRef<HTMLUListElement>(null);
  const [shown, setShown] = useState(SHOWN);
  const { data: locations = [] } = useQuery(inventoryReads(useApi()).locations);
  const { lines, setLines } = draft;

  useEffect(() => {
    if (goTo !== null) setShown((before) => Math.max(before, goTo + 1));
  }, [goTo]);

  const onKey = (event: KeyboardEvent): void => {
    const column = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
    if (event.key !== 'Enter' || !column || event.ctrlKey || event.metaKey || event.altKey) return;
    const cells = [
      ...(list.current?.querySelectorAll<HTMLElement>(
        `[data-column="${column.dataset.column}"] input:not([aria-hidden])`,
      ) ?? []),
    ];
    const at = cells.indexOf(event.target as HTMLElement);
    const next = cells[at + (event.shiftKey ? -1 : 1)] as HTMLInputElement | undefined;
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
    next.select();
  };

  return (
    <div className="draft-grid">
      <div className="draft-head small dim" aria-hidden="true">
        <span>Product</span>
        <span>Goes to</span>
        <span className="end">Units</span>
        <span className="end">Unit cost</span>
        <span className="end">Goods</span>
      </div>
      <ul ref={list} className="rows" aria-label={`Lines of ${order.number}`} onKeyDown={onKey}>
        {lines.slice(0, shown).map((line, index) => (
          <DraftRow
            // By place: its id changes with each keeping.
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            key={index}
            line={line}
            kept={order.lines.length === lines.length ? order.lines[index] : undefined}
            currency={draft.currency}
            locations={locations}
            onChange={(changed) => setLines(lines.map((one, at) => (at === index ? changed : one)))}
            onRemove={() => setLines(lines.filter((_, at) => at !== index))}
          />
        ))}
      </ul>
      {lines.length > shown && (
        <Button onPress={() => setShown(lines.length)}>Show all {words.count(lines.length)} lines</Button>
      )}
      <p className="small dim">
        <Explained title="Landed unit cost" text={LANDED}>
          Landed
        </Explained>{' '}
        is what a unit costs with its share of freight and duty
        {order.lines.some(({ landedUnitCost }) => landedUnitCost === null) &&
          ', known once each line has its cost'}
        .{' '}
        <span className="shortcuts">
          <kbd>Enter</kbd> goes to the next line, <kbd>Shift</kbd>+<kbd>Enter</kbd> to the one before.
        </span>
      </p>
    </div>
  );
}
