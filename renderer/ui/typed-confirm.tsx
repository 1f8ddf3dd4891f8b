/** Asks to type a word before something is done that can't be taken back. */
import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { TextField } from './text-fields.tsx';

interface TypedConfirmProps {
  title: string;
  /** What will be gone, what stays. */
  children: ReactNode;
  /** To be typed as it is. */
  word: string;
  /** On the button: "Delete for good". */
  action: string;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

export function TypedConfirm(props: TypedConfirmProps) {
  const { title, children, word, action, busy, error, onConfirm, onClose } = props;
  const [typed, setTyped] = useState('');
  const same = typed.trim() === word;
  return (
    <Dialog open onClose={onClose} title={title}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (same && !busy) onConfirm();
        }}
      >
        <div className="form">{children}</div>
        <TextField
          label={
            <>
              Type <code>{word}</code> to go on
            </>
          }
          value={typed}
          onChange={setTyped}
        />
        {error !== null && error !== undefined && <Problem error={error} />}
        <div className="line">
          <Button kind="danger" submits busy={busy} barred={same ? undefined : `Type ${word} first.`}>
            {action}
          </Button>
          <Button onPress={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
