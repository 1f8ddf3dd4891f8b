/** Several alike at once: chosen, then approved or turned down together. */
import { lazy, Suspense, useState } from 'react';
import type { ActionLightView } from '../../../shared/contract/decision-schemas.ts';
import { kindOf } from '../../app/decisions/action-words.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choices.tsx';
import { words } from '../../ui/words.ts';

interface SeveralBarProps {
  rows: readonly ActionLightView[];
  picked: readonly ActionLightView[];
  choose: (ids: ReadonlySet<number>) => void;
}

const SeveralDialog = lazy(() =>
  import('./several-dialog.tsx').then(({ SeveralDialog }) => ({ default: SeveralDialog })),
);

export function SeveralBar({ rows, picked, choose }: SeveralBarProps) {
  const [asked, setAsked] = useState<{ verb: 'approve' | 'reject'; rows: readonly ActionLightView[] } | null>(
    null,
  );
  const types = [...new Set(picked.map(({ type }) => type))];
  const [type] = types;
  const alike = type === undefined ? rows : rows.filter((row) => row.type === type);
  const all = picked.length === alike.length;
  const mixed =
    types.length > 1 ? 'Choose proposals of one kind: several kinds are decided one by one' : undefined;
  return (
    <div className="several">
      <Checkbox
        label={
          picked.length === 0
            ? 'Choose all shown'
            : `${words.count(picked.length)} chosen${type !== undefined && types.length === 1 ? `: ${kindOf(type).word}` : ''}`
        }
        value={picked.length > 0 && all}
        mixed={picked.length > 0 && !all}
        onChange={(on) => choose(new Set(on || !all ? alike.map(({ id }) => id) : []))}
      />
      {picked.length > 0 && (
        <span className="line push">
          <Button kind="quiet" onPress={() => choose(new Set())}>
            Clear
          </Button>
          <Button barred={mixed} onPress={() => setAsked({ verb: 'reject', rows: picked })}>
            Reject {words.count(picked.length)}
          </Button>
          <Button kind="primary" barred={mixed} onPress={() => setAsked({ verb: 'approve', rows: picked })}>
            Approve {words.count(picked.length)}
          </Button>
        </span>
      )}
      {asked && (
        <Suspense fallback={null}>
          <SeveralDialog
            verb={asked.verb}
            rows={asked.rows}
            onClose={() => setAsked(null)}
            onDone={() => choose(new Set())}
          />
        </Suspense>
      )}
    </div>
  );
}
