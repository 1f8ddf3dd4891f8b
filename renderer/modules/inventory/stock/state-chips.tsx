/** States of stock with how many are in each; pressed ones are what is shown. */
import type { StockState } from '../../../../shared/contract/stock-table-schemas.ts';
import { DEFINITIONS } from '../../../../shared/definitions.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Explained } from '../../../ui/term.tsx';
import { words } from '../../../ui/words.ts';
import { STATE_ORDER, STATES } from './stock-words.ts';

interface StateChipsProps {
  counts: Readonly<Partial<Record<StockState, number>>> | undefined;
  chosen: readonly StockState[];
  onChange: (states: StockState[]) => void;
}

export function StateChips({ counts, chosen, onChange }: StateChipsProps) {
  return (
    <fieldset className="chips plain">
      <legend className="unseen">States shown</legend>
      {STATE_ORDER.map((state) => {
        const { word, tone, icon } = STATES[state];
        const pressed = chosen.includes(state);
        return (
          <button
            key={state}
            type="button"
            className="chip"
            aria-pressed={pressed}
            onClick={() => onChange(pressed ? chosen.filter((one) => one !== state) : [...chosen, state])}
          >
            <span className={`chip-sign tone-${tone}`}>
              <Icon name={icon} />
            </span>
            {word}
            <span className="number chip-count">{counts ? words.count(counts[state] ?? 0) : '…'}</span>
          </button>
        );
      })}
      <span className="small chips-help">
        <Explained title={DEFINITIONS.coverState.label} text={DEFINITIONS.coverState.meaning}>
          What they mean
        </Explained>
      </span>
    </fieldset>
  );
}
