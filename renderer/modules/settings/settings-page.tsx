/** Settings: one section at a time, each an address of its own. */
import { type ComponentType, useEffect, useRef } from 'react';
import { useMay } from '../../app/may.ts';
import { usePlace } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { useTitle } from '../../app/navigation/use-title.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { AboutSection } from './about-section.tsx';
import { DataSection } from './data/data-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { NoticesSection } from './notices-section.tsx';
import { PeopleSection } from './people/people-section.tsx';
import { StoresSection } from './stores/stores-section.tsx';
import { SuppliersSection } from './suppliers-section.tsx';
import './settings.css';

interface Section {
  id: string;
  title: string;
  icon: IconName;
  /** The procedure without which it is not shown. */
  needs: string;
  Page: ComponentType;
}

const SECTIONS: readonly Section[] = [
  { id: 'stores', title: 'Stores', icon: 'store', needs: 'stores.scopes', Page: StoresSection },
  { id: 'people', title: 'People', icon: 'person', needs: 'people.list', Page: PeopleSection },
  { id: 'suppliers', title: 'Suppliers', icon: 'truck', needs: 'suppliers.set', Page: SuppliersSection },
  {
    id: 'notices',
    title: 'Interruptions',
    icon: 'bell',
    needs: 'notifications.preferences',
    Page: NoticesSection,
  },
  { id: 'data', title: 'Data', icon: 'data', needs: 'backup.list', Page: DataSection },
  { id: 'keys', title: 'Keys', icon: 'key', needs: 'secrets.status', Page: KeysSection },
  { id: 'about', title: 'About', icon: 'info', needs: 'people.me', Page: AboutSection },
];

export function SettingsPage() {
  const may = useMay();
  const { path } = usePlace();
  const sections = SECTIONS.filter(({ needs }) => may(needs));
  const section = sections.find(({ id }) => id === path[0]) ?? sections[0];
  useTitle(section && path[0] ? `Settings: ${section.title}` : null);
  const nav = useRef<HTMLUListElement>(null);
  const shown = section?.id;
  useEffect(() => {
    // On narrow windows the sections are a scroller: the one at hand stays in sight.
    const link = nav.current?.querySelector<HTMLElement>(`[data-section="${shown}"]`);
    if (link && nav.current) nav.current.scrollLeft = link.offsetLeft - nav.current.offsetLeft - 32;
  }, [shown]);
  if (!section) return null;
  const { Page } = section;
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label="Settings">
        <ul ref={nav}>
          {sections.map(({ id, title, icon }) => (
            <li key={id}>
              <a
                className="settings-link"
                data-section={id}
                href={placeTo('settings', [id])}
                aria-current={id === section.id ? 'page' : undefined}
              >
                <Icon name={icon} />
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="settings-section">
        <Page />
      </div>
    </div>
  );
}
