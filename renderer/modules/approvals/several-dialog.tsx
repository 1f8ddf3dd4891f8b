/** Approves several one after the other, five as a trial first, and stops at the first that does not go as it should. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import type {
  ActionLightView,
  approveManyProgress,
  approveManyResult,
  rejectManyResult,
} from '../../../shared/contract/decision-schemas.ts';
import { toErrorData } from '../../../shared/errors.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { stateSign } from '../../app/decisions/action-words.ts';
import { decisionsChanged } from '../../app/decisions/decide.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Progress } from '../../ui/progress.tsx';
import { TextArea } from '../../ui/text-fields.tsx';
import { words } from '../../ui/words.ts';
import { effectsByCurrency } from './effects.ts';

interface SeveralDialogProps {
  verb: 'approve' | 'reject';
  rows: readonly ActionLightView[];
  onClose: () => void;
  /** Once something was decided. */
  onDone: () => void;
}

const TRIAL = 5;
const MOST_TITLES = 8;

type ApproveManyProgress = z.infer<typeof approveManyProgress>;
type Result = z.infer<typeof approveManyResult> | z.infer<typeof rejectManyResult>;

export function SeveralDialog({ verb, rows, onClose, onDone }: SeveralDialogProps) {
  const api = useApi();
  const queries = useQueryClient();
  const abort = useRef<AbortController | null>(null);
  const [reason, setReason] = useState('');
  const [progress, setProgress] = useState<ApproveManyProgress | null>(null);
  const [state, setState] = useState<'asks' | 'runs' | 'over'>('asks');
  const [result, setResult] = useState<Result | null>(null);
  const [error, setError] = useState<unknown>(null);
  const ids = rows.map(({ id }) => id);
  const many = words.plural(rows.length, 'proposal');

  const run = async (): Promise<void> => {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setState('runs');
    setError(null);
    try {
      if (verb === 'reject')
        setResult(await api.actions.rejectMany({ ids, reason: reason.trim() || undefined }, { signal }));
      else {
        const stream = await api.actions.approveMany({ ids }, { signal });
        for (;;) {
          const step = await stream.next();
          if (step.done) {
            setResult(step.value);
            break;
          }
          setProgress(step.value);
        }
      }
    } catch (caught) {
      // What was broken off by hand is no fault.
      if (!signal.aborted) setError(caught);
    }
    setState('over');
    decisionsChanged(queries);
    onDone();
  };

  const title = verb === 'approve' ? `Approve ${many}` : `Reject ${many}`;
  const close = (): void => {
    abort.current?.abort();
    onClose();
  };
  return (
    <Dialog open wide onClose={close} title={title}>
      {state === 'asks' && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          {verb === 'approve' ? (
            <p>
              They go out one after the other, each read back from the shop.{' '}
              {rows.length > TRIAL
                ? `The first ${words.count(TRIAL)} are a trial: where one of them does not go as it should, nothing more is sent.`
                : 'Where one does not go as it should, nothing more is sent.'}
            </p>
          ) : (
            <TextArea
              label="Why not? Kept with each of them."
              value={reason}
              maxLength={500}
              rows={2}
              onChange={setReason}
            />
          )}
          <Titles rows={rows} />
          {verb === 'approve' && <Together rows={rows} />}
          <div className="line">
            <Button kind="primary" submits>
              {title}
            </Button>
            <Button onPress={close}>Cancel</Button>
          </div>
        </form>
      )}
      {state === 'runs' && (
        <Progress
          label={title}
          what={
            progress
              ? `${progress.phase === 'trial' ? 'Trial: ' : ''}${progress.title}`
              : verb === 'approve'
                ? 'Sending the first'
                : 'Rejecting'
          }
          done={progress?.done ?? 0}
          total={rows.length}
          onCancel={verb === 'approve' ? () => abort.current?.abort() : undefined}
        />
      )}
      {state === 'over' && (
        <div className="form">
          {error !== null && <Problem error={toErrorData(error)} />}
          {result ? (
            <Ended result={result} rows={rows} />
          ) : (
            error === null && (
              <p>
                Broken off after {words.count(progress?.done ?? 0)} of {words.count(rows.length)}. What was
                approved is carried out; the others wait as they were.
              </p>
            )
          )}
          <div className="line">
            <Button kind="primary" onPress={close}>
              Close
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function Titles({ rows }: { rows: readonly ActionLightView[] }) {
  return (
    <ul className="pointed small">
      {rows.slice(0, MOST_TITLES).map(({ id, title }) => (
        <li key={id} dir="auto">
          {title}
        </li>
      ))}
      {rows.length > MOST_TITLES && <li>and {words.count(rows.length - MOST_TITLES)} more</li>}
    </ul>
  );
}

/** One sum a currency, of those whose effect is known. */
function Together({ rows }: { rows: readonly ActionLightView[] }) {
  const sums = effectsByCurrency(rows);
  const unknown = rows.filter(({ effect }) => !effect).length;
  return (
    <p className="small">
      {sums.map(({ currency, low, high }) => (
        <span key={currency} className={`number ${low >= 0 ? 'tone-good' : 'tone-wait'}`}>
          {words.range(low, high, currency)} together.{' '}
        </span>
      ))}
      {unknown > 0 && <span className="dim">Of {words.count(unknown)} it is not known what they bring.</span>}
    </p>
  );
}

function Ended({ result, rows }: { result: Result; rows: readonly ActionLightView[] }) {
  const done = 'verified' in result ? result.verified.length : result.rejected.length;
  const stopped = 'stoppedAt' in result ? result.stoppedAt : null;
  const title = (id: number): string => rows.find((row) => row.id === id)?.title ?? `Action ${id}`;
  return (
    <div className="ended" role="status">
      {done > 0 && (
        <p className="tone-good">
          <Icon name="check" /> {words.count(done)} of {words.count(rows.length)}{' '}
          {'verified' in result ? 'done and read back.' : 'rejected.'}
        </p>
      )}
      {stopped && (
        <div className="slip">
          <p className="tone-risk">
            <Icon name="warning" /> Stopped at “{title(stopped.id)}”: {stateSign(stopped.state, false).word}.
          </p>
          <p dir="auto">{stopped.error?.message ?? stopped.because}</p>
          {stopped.error && <p className="dim small">{stopped.error.next}</p>}
          <p>
            <a className="inline-link" href={placeTo('approvals', [String(stopped.id)])}>
              Look at it
            </a>
          </p>
        </div>
      )}
      {result.notDone.length > 0 && (
        <p>
          {words.plural(result.notDone.length, 'proposal')} not touched:{' '}
          {result.notDone.length === 1 ? 'it waits' : 'they wait'} as before.
        </p>
      )}
    </div>
  );
}
