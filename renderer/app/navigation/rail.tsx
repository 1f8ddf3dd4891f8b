/** The modules, with what waits in each: a rail beside the page; on narrow windows a scroller above it. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Badge } from '../../ui/pill.tsx';
import { Brand } from '../brand.tsx';
import type { Module } from './module.ts';
import { MODULES, prefetch } from './modules.ts';
import { usePlace } from './navigate.ts';
import { placeTo } from './place.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export function Rail() {
  const { module: current } = usePlace();
  const list = useRef<HTMLUListElement>(null);
  const ends = useScrollEnds(list);

  /** Whether the person scrolled since the module was opened: then nothing is moved under their finger. */
  const moved = useRef(false);
  useEffect(() => {
    const scroller = list.current;
    if (!scroller) return;
    moved.current = false;
    const bringToSight = (): void => {
      const link = scroller.querySelector<HTMLElement>(`[data-module="${CSS.escape(current)}"]`);
      // Only the scroller itself is moved.
      if (!link || moved.current || scroller.scrollWidth <= scroller.clientWidth) return;
      const left = link.offsetLeft - (scroller.clientWidth - link.offsetWidth) / 2;
      scroller.scrollTo({ left, behavior: 'instant' });
    };
    // Also where the window or an arrow takes room from the list, and a count that comes later widens a link.
    return onResize(scroller, bringToSight);
  }, [current]);
  const scrolled = (): void => {
    moved.current = true;
  };

  const move = (event: KeyboardEvent): void => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const step = STEPS[event.key];
    const to =
      event.key === 'Home' ? 0 : event.key === 'End' ? links.length - 1 : step === undefined ? -1 : at + step;
    const link = links[to];
    if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    scrolled();
    link.focus();
    link.scrollIntoView({ block: 'nearest', inline: 'center' });
  };
  const scroll = (direction: 1 | -1): void => {
    scrolled();
    list.current?.scrollBy({ left: direction * list.current.clientWidth * 0.8 });
  };

  return (
    <nav className="rail" aria-label="Modules">
      <span className="rail-brand">
        <Brand />
      </span>
      {ends.before && (
        <span className="rail-arrow">
          <IconButton icon="chevron-left" label="Earlier modules" onPress={() => scroll(-1)} tabIndex={-1} />
        </span>
      )}
      <ul className="rail-list" ref={list} onKeyDown={move} onWheel={scrolled} onTouchMove={scrolled}>
        {MODULES.filter(({ aside }) => !aside).map((module) => (
          <li key={module.id}>
            <RailLink module={module} current={module.id === current} />
          </li>
        ))}
      </ul>
      {ends.after && (
        <span className="rail-arrow">
          <IconButton icon="chevron" label="Later modules" onPress={() => scroll(1)} tabIndex={-1} />
        </span>
      )}
    </nav>
  );
}

function RailLink({ module, current }: { module: Module; current: boolean }) {
  return (
    <a
      className="rail-link"
      href={placeTo(module.id)}
      data-module={module.id}
      aria-current={current ? 'page' : undefined}
      onPointerEnter={() => void prefetch(module)}
      onFocus={() => void prefetch(module)}
    >
      <Icon name={module.icon} />
      <span>{module.title}</span>
      {module.useWaiting && <Waits useWaiting={module.useWaiting} />}
    </a>
  );
}

function Waits({ useWaiting }: { useWaiting: NonNullable<Module['useWaiting']> }) {
  const waiting = useWaiting();
  return waiting && <Badge count={waiting.count} label={`, ${waiting.label}`} />;
}

/** Whether there is more before and after what is in sight. */
function useScrollEnds(list: React.RefObject<HTMLUListElement | null>) {
  const [ends, setEnds] = useState({ before: false, after: false });
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = (): void => {
      const { scrollLeft, scrollWidth, clientWidth } = element;
      const next = { before: scrollLeft > 1, after: scrollLeft + clientWidth < scrollWidth - 1 };
      setEnds((ends) => (ends.before === next.before && ends.after === next.after ? ends : next));
    };
    const stop = onResize(element, look);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      stop();
      element.removeEventListener('scroll', look);
    };
  }, [list]);
  return ends;
}

/** Of the list, and of what it holds: a link that grows gives the list more to scroll and leaves it as wide. */
function onResize(list: Element, look: () => void): () => void {
  const observer = new ResizeObserver(look);
  for (const part of [list, ...list.children]) observer.observe(part);
  return () => observer.disconnect();
}
