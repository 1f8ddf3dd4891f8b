/** The modules that there are: one for each folder of renderer/modules. */
import type { ComponentType } from 'react';
import { idle } from '../idle.ts';
import { loadablePage } from '../loadable.tsx';
import type { Ahead, Module } from './module.ts';

const found = import.meta.glob<{ module: Module }>('../../modules/*/module.ts', { eager: true });

export const MODULES: readonly Module[] = Object.values(found)
  .map(({ module }) => module)
  .sort((a, b) => a.order - b.order);

export const FIRST_MODULE = MODULES[0]!;

export function moduleOf(id: string): Module | undefined {
  return MODULES.find((module) => module.id === id);
}

const pages = new Map(MODULES.map(({ id, load }) => [id, loadablePage<object>(load)]));

/** Begins to load its page: where the pointer or the focus already is at the way to it. */
export function prefetch(module: Module): Promise<void> {
  return pages.get(module.id)!.load();
}

/** Brings the other modules' pages and what they show first, one after the other, in the order of the rail. */
export async function readAhead(shown: string, ahead: Ahead): Promise<void> {
  for (const module of MODULES) {
    if (module.id === shown) continue;
    await Promise.all([prefetch(module), module.readAhead?.(ahead)]).catch(() => {
      // Asked for again where it is shown.
    });
    await idle();
  }
}

export function pageOf(module: Module): ComponentType {
  return pages.get(module.id)!.Shown;
}
