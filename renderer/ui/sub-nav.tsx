/** Parts of a module that are places of their own: links drawn as tabs, the one where one is marked. */
import { Badge } from './pill.tsx';

export interface SubPlace {
  href: string;
  label: string;
  /** How many in it need a person. */
  count?: number;
  current: boolean;
}

export function SubNav({ label, places }: { label: string; places: readonly SubPlace[] }) {
  return (
    <nav className="sub-nav" aria-label={label}>
      <ul className="tabs">
        {places.map(({ href, label, count, current }) => (
          <li key={href}>
            <a
              className="tab"
              href={href}
              data-active={current || undefined}
              aria-current={current ? 'page' : undefined}
            >
              {label}
              {count !== undefined && <Badge count={count} label={`, ${count} waiting`} />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
