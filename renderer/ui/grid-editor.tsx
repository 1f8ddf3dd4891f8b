/** The cell of a spreadsheet that is being changed. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

interface GridEditorProps {
  label: string;
  text: string;
  number?: boolean;
  /** `text` null: as it was. Where it goes on: stay, down, next or before. */
  onDone: (text: string | null, how: 'stay' | 'down' | 'next' | 'before') => void;
  /** The focus went elsewhere. */
  onLeave: (text: string) => void;
}

export function GridEditor({ label, text, number, onDone, onLeave }: GridEditorProps) {
  const [typed, setTyped] = useState(text);
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => {
    input.current?.focus();
    // Behind what is there: typing goes on.
    input.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  const end = (kept: string | null, how: Parameters<GridEditorProps['onDone']>[1]): void => {
    done.current = true;
    onDone(kept, how);
  };
  const onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape') end(null, 'stay');
    else if (event.key === 'Enter') end(typed.trim(), 'down');
    else if (event.key === 'Tab') {
      event.preventDefault();
      end(typed.trim(), event.shiftKey ? 'before' : 'next');
    }
  };
  return (
    <input
      ref={input}
      className={number ? 'grid-input number' : 'grid-input'}
      aria-label={label}
      value={typed}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={onKey}
      onBlur={() => {
        if (!done.current) onLeave(typed.trim());
      }}
    />
  );
}
