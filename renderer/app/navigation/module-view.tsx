/** The module that the address names: its title, its page with faults of its own; who comes by keyboard starts at the title. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { Boundary } from '../../ui/boundary.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { rememberVisit, useNavigation } from '../stores/navigation.ts';
import type { Module } from './module.ts';
import { FIRST_MODULE, moduleOf, pageOf } from './modules.ts';
import { restoreScroll, usePlace } from './navigate.ts';
import { placeTo } from './place.ts';

const NAME = 'Royal Equips';

export function ModuleView() {
  const { module: id, path } = usePlace();
  const module = moduleOf(id);
  const title = useNavigation((navigation) => navigation.title) ?? module?.title ?? 'Nothing here';
  const heading = useRef<HTMLHeadingElement>(null);
  const where = [id, ...path].join('/');
  const before = useRef(where);

  useEffect(() => {
    document.title = `${title} · ${NAME}`;
    if (module) rememberVisit({ link: window.location.hash || placeTo(module.id), title });
  }, [title, module]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each place has its own
  useLayoutEffect(() => restoreScroll(), [where]);
  useEffect(() => {
    if (before.current === where) return;
    before.current = where;
    heading.current?.focus({ preventScroll: true });
  }, [where]);

  return (
    <main className="page" id="page">
      <h1 ref={heading} tabIndex={-1} className={module?.untitled ? 'unseen' : 'page-title'}>
        {title}
      </h1>
      <Boundary key={where}>{module ? <Page module={module} /> : <Nowhere />}</Boundary>
    </main>
  );
}

function Page({ module }: { module: Module }) {
  const Shown = pageOf(module);
  return <Shown />;
}

function Nowhere() {
  return (
    <Empty
      title="There is nothing at this address."
      action={<ButtonLink href={placeTo(FIRST_MODULE.id)}>Go to {FIRST_MODULE.title}</ButtonLink>}
    >
      It may have been typed wrongly, or lead to a part that this version does not have.
    </Empty>
  );
}
