/** The end of a stocktake: setting what was counted in the shop, or giving it up. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { toast } from '../../../ui/toast.tsx';
import { words } from '../../../ui/words.ts';
import { inventoryReads, STOCKTAKES } from '../reads.ts';
import { type Stocktake, signed, signedMoney } from './stocktake-words.ts';

type End = 'finish' | 'cancel';

export function FinishDialogs({ take }: { take: Stocktake }) {
  const [end, setEnd] = useState<End | null>(null);
  return (
    <>
      <Button kind="danger" onPress={() => setEnd('cancel')}>
        Give up
      </Button>
      <Button
        kind="primary"
        icon="check"
        barred={take.counted === 0 ? 'Nothing is counted yet' : undefined}
        onPress={() => setEnd('finish')}
      >
        Finish
      </Button>
      {end && <EndDialog take={take} end={end} onClose={() => setEnd(null)} />}
    </>
  );
}

function EndDialog({ take, end, onClose }: { take: Stocktake; end: End; onClose: () => void }) {
  const api = useApi();
  const queries = useQueryClient();
  const go = useMutation({
    mutationFn: () => api.stocktakes[end]({ id: take.id, version: take.version, wait: false }),
    onSuccess(ended) {
      queries.setQueryData(inventoryReads(api).stocktake(take.id).queryKey, ended);
      void queries.invalidateQueries({ queryKey: [STOCKTAKES] });
      toast({
        title: end === 'finish' ? `${take.name} is on its way to the shop` : `${take.name} is given up`,
        tone: end === 'finish' ? 'good' : 'quiet',
      });
      onClose();
    },
  });
  const left = take.lines - take.counted;
  return (
    <Dialog
      open
      onClose={onClose}
      title={end === 'finish' ? 'Set what was counted?' : 'Give this stocktake up?'}
      text={
        end === 'finish'
          ? 'What is on hand in the shop becomes what was counted. What was sold meanwhile stays sold.'
          : `Nothing ${take.actionIds.length > 0 ? 'more ' : ''}is changed in the shop. What was counted is kept to look at.`
      }
    >
      <div className="form">
        {end === 'finish' && (
          <ul className="pointed">
            <li>
              {words.plural(take.different, 'line')} change: {signed(take.unitsOver)} and{' '}
              {signed(-Math.abs(take.unitsUnder))} units
              {take.valueOver &&
                take.valueUnder &&
                `, ${signedMoney(take.valueOver)} and ${signedMoney({ ...take.valueUnder, minor: -Math.abs(take.valueUnder.minor) })} at cost`}
            </li>
            {left > 0 && (
              <li className="tone-wait">{words.plural(left, 'line')} not counted: they stay as they are.</li>
            )}
            <li className="tone-good">It can be undone.</li>
          </ul>
        )}
        {go.error && <Problem error={go.error} />}
        <div className="line">
          <Button
            kind={end === 'finish' ? 'primary' : 'danger'}
            busy={go.isPending}
            onPress={() => go.mutate()}
          >
            {end === 'finish' ? 'Set it in the shop' : 'Give it up'}
          </Button>
          <Button onPress={onClose}>Count on</Button>
        </div>
      </div>
    </Dialog>
  );
}
