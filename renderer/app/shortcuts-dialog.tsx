/** The list of the page's keys. */
import { Dialog } from '../ui/dialog.tsx';
import { COMMAND_KEY, Keys } from '../ui/keys.tsx';
import { MODULES } from './navigation/modules.ts';
import { openLayer } from './stores/navigation.ts';

export function ShortcutsDialog() {
  const rows: [readonly string[], string][] = [
    [[COMMAND_KEY, 'K'], 'Search or run a command'],
    [['?'], 'This list'],
    [['j', 'k'], 'Next and previous in a list'],
    [['Enter'], 'Open what is chosen'],
    [['Esc'], 'Close what lies over the page'],
    ...MODULES.map(({ letter, title }): [readonly string[], string] => [['g', letter], title]),
  ];
  return (
    <Dialog open onClose={() => openLayer(null)} title="Shortcuts">
      <dl className="shortcut-list">
        {rows.map(([keys, words]) => (
          <div key={words}>
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
