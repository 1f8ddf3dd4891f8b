/** The permissions one by one: what each is for, and whether the shop has granted it. */
import type { ScopeView } from '../../../shared/contract/store-check-schemas.ts';
import type { IconName } from '../../ui/icon.tsx';
import { Pill, type Tone } from '../../ui/pill.tsx';

const GROUPS = [
  { group: 'reading', title: 'To read, needed' },
  { group: 'history', title: 'To read orders older than 60 days' },
  { group: 'acting', title: 'To act, as a choice' },
] as const satisfies readonly { group: ScopeView['group']; title: string }[];

interface ScopeListProps {
  scopes: readonly ScopeView[];
  /** The writing ones are not wanted (yet): they are shown as left out. */
  readOnly?: boolean;
}

export function ScopeList({ scopes, readOnly }: ScopeListProps) {
  return (
    <div className="scope-groups">
      {GROUPS.map(({ group, title }) => (
        <section key={group} aria-label={title}>
          <h3>{title}</h3>
          <ul className="scopes">
            {scopes
              .filter((scope) => scope.group === group)
              .map((scope) => (
                <li key={scope.scope} className="scope">
                  <ScopeState scope={scope} wanted={group !== 'acting' || !readOnly} />
                  <div>
                    <code>{scope.scope}</code>
                    <p className="dim small">{scope.purpose}</p>
                  </div>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function ScopeState({ scope, wanted }: { scope: ScopeView; wanted: boolean }) {
  const { tone, icon, word } = stateOf(scope, wanted);
  return (
    <Pill tone={tone} icon={icon}>
      {word}
    </Pill>
  );
}

function stateOf(
  { granted, group }: ScopeView,
  wanted: boolean,
): { tone: Tone; icon: IconName; word: string } {
  if (granted) return { tone: 'good', icon: 'check', word: 'Granted' };
  if (!wanted) return { tone: 'quiet', icon: 'minus', word: 'Left out' };
  if (granted === null) return { tone: 'quiet', icon: 'clock', word: 'Not checked' };
  return group === 'reading'
    ? { tone: 'risk', icon: 'warning', word: 'Missing' }
    : { tone: 'wait', icon: 'clock', word: 'Not granted' };
}
