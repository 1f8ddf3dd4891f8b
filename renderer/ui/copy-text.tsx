/** Text to be taken elsewhere: shown whole, copied with one press. */
import { useState } from 'react';
import { Button } from './button.tsx';

interface CopyTextProps {
  text: string;
  /** What it is: "the permissions". */
  label: string;
}

export function CopyText({ text, label }: CopyTextProps) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // A browser that gives no clipboard: the text is there to be selected.
      setCopied(false);
    }
  };
  return (
    <div className="copy-text">
      <code className="shell-line">{text}</code>
      <Button icon={copied ? 'check' : 'copy'} label={`Copy ${label}`} onPress={() => void copy()}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
      <span className="unseen" role="status">
        {copied === true && `Copied ${label}.`}
        {copied === false && 'Copying is not allowed here: select the text instead.'}
      </span>
    </div>
  );
}
