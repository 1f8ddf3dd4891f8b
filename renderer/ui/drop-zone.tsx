/** Files, dropped or chosen. */
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Icon } from './icon.tsx';

interface DropZoneProps {
  /** "Drop Shopify’s CSV exports here, or choose them". */
  label: string;
  hint?: ReactNode;
  /** As of an input: ".csv,text/csv". */
  accept: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
  disabled?: boolean;
}

export function DropZone({ label, hint, accept, multiple, onFiles, disabled }: DropZoneProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const taken = [...(files ?? [])].slice(0, multiple ? undefined : 1);
    if (taken.length > 0 && !disabled) onFiles(taken);
    if (input.current) input.current.value = '';
  };
  const isOver = (event: DragEvent, over: boolean): void => {
    event.preventDefault();
    setOver(over);
  };
  return (
    <label
      className="drop"
      htmlFor={id}
      data-over={over || undefined}
      onDragOver={(event) => isOver(event, true)}
      onDragLeave={(event) => isOver(event, false)}
      onDrop={(event) => {
        isOver(event, false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        ref={input}
        id={id}
        className="unseen"
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        onChange={(event) => take(event.target.files)}
      />
      <Icon name="upload" />
      <span>{label}</span>
      {hint && <span className="dim small">{hint}</span>}
    </label>
  );
}
