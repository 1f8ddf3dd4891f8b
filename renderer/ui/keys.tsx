/** Keys to press, drawn as keys. */

/** Written with the sign of this machine's own command key. */
export const COMMAND_KEY = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '') ? '⌘' : 'Ctrl';

interface KeysProps {
  keys: readonly string[];
  /** Part of a control that says its keys by itself. */
  silent?: boolean;
}

export function Keys({ keys, silent }: KeysProps) {
  return (
    <span className="keys" aria-hidden={silent}>
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
