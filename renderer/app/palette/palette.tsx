/** Ctrl K: everything there is, found by typing, done by Enter. */
import { Dialog as Base } from '@base-ui/react/dialog';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { toErrorData } from '../../../shared/errors.ts';
import { Icon } from '../../ui/icon.tsx';
import { Keys } from '../../ui/keys.tsx';
import { openLayer } from '../stores/navigation.ts';
import { type Entry, matching, useEntries } from './commands.ts';
import { useFound } from './found.ts';

export function Palette() {
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const found = useFound(text);
  const shown = [...matching(useEntries(), text), ...found.entries];
  const chosen = shown[Math.min(at, shown.length - 1)];
  const groups = Map.groupBy(shown, ({ group }) => group);
  const inOrder = [...groups.values()].flat();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen one is kept in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.id]);

  const close = (): void => openLayer(null);
  const run = (entry: Entry): void => {
    close();
    entry.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    const current = chosen ? inOrder.indexOf(chosen) : -1;
    const to = {
      ArrowDown: (current + 1) % inOrder.length,
      ArrowUp: (current - 1 + inOrder.length) % inOrder.length,
      PageDown: Math.min(current + 8, inOrder.length - 1),
      PageUp: Math.max(current - 8, 0),
    }[event.key];
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      run(chosen);
    } else if (to !== undefined && inOrder[to]) {
      event.preventDefault();
      setAt(shown.indexOf(inOrder[to]));
    }
  };

  return (
    <Base.Root open onOpenChange={(open) => !open && close()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className="palette" initialFocus={input} aria-label="Search or run a command">
          <div className="palette-head">
            <Icon name="search" />
            <input
              ref={input}
              role="combobox"
              aria-label="Search or run a command"
              aria-expanded="true"
              aria-controls={id}
              aria-autocomplete="list"
              aria-activedescendant={chosen && `${id}-${chosen.id}`.replaceAll(' ', '_')}
              placeholder="Search or run a command"
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKey}
            />
            <Keys keys={['Esc']} />
          </div>
          <div className="palette-list" role="listbox" id={id} aria-label="Found" ref={list}>
            {[...groups].map(([group, entries]) => (
              // biome-ignore lint/a11y/useSemanticElements: groups of a listbox
              <div role="group" aria-label={group} key={group}>
                <div className="palette-group" aria-hidden="true">
                  {group}
                </div>
                {entries.map((entry) => (
                  // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the chosen one
                  // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input does the same
                  <div
                    key={entry.id}
                    id={`${id}-${entry.id}`.replaceAll(' ', '_')}
                    className="option"
                    role="option"
                    aria-selected={entry === chosen}
                    data-highlighted={entry === chosen || undefined}
                    onPointerMove={() => setAt(shown.indexOf(entry))}
                    onClick={() => run(entry)}
                  >
                    <Icon name={entry.icon} />
                    <span dir="auto">{entry.title}</span>
                    {entry.hint && (
                      <span className="option-end dim small" dir="auto">
                        {entry.hint}
                      </span>
                    )}
                  </div>
                ))}
              </div>
            ))}
          </div>
          <p className="options-none dim" role="status">
            {found.error
              ? `Products and orders can not be searched now. ${toErrorData(found.error).next}`
              : found.searching
                ? 'Searching…'
                : shown.length === 0 && 'Nothing is called so. Try a part of its name.'}
          </p>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
