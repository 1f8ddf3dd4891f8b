/** The evidence of a proposal: lines of an order drawn as cover against lead time, everything else in its own words. */
import { useState } from 'react';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { words } from '../../ui/words.ts';
import { datesInWords } from './action-words.ts';
import { orderLines } from './proposal-input.ts';
import { ReorderLine } from './reorder-line.tsx';

/** Of lines; the most pressing come first. */
const MOST_SHOWN = 5;

export function EvidenceList({ action }: { action: ActionRow }) {
  const [all, setAll] = useState(false);
  const titles = new Map(orderLines(action.input).map((line) => [line.variantId, line.title]));
  const lines = action.evidence.filter(({ kind }) => kind === 'reorder_line');
  const others = action.evidence.filter(({ kind }) => kind !== 'reorder_line');
  const shown = all ? lines : lines.slice(0, MOST_SHOWN);
  return (
    <div className="evidence">
      {lines.length > 0 && (
        <ul className="evidence-lines">
          {shown.map((line, index) => (
            <ReorderLine
              // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no name but its place
              key={index}
              storeId={action.storeId}
              evidence={line}
              title={titles.get(Number(line.data?.variantId)) ?? null}
              open={index === 0}
            />
          ))}
        </ul>
      )}
      {shown.length < lines.length && (
        <Button kind="quiet" onPress={() => setAll(true)}>
          Show {words.plural(lines.length - shown.length, 'more line', 'more lines')}
        </Button>
      )}
      {others.map(({ kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <p key={index} className={kind === 'default_used' ? 'tone-wait' : undefined} dir="auto">
          {kind === 'default_used' && <Icon name="info" />} {datesInWords(text)}
        </p>
      ))}
    </div>
  );
}
