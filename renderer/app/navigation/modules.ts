/** The modules that there are: one for each folder of renderer/modules. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Module } from './module.ts';

const found = import.meta.glob<{ module: Module }>('../../modules/*/module.ts', { eager: true });

export const MODULES: readonly Module[] = Object.values(found)
  .map(({ module }) => module)
  .sort((a, b) => a.order - b.order);

export const FIRST_MODULE = MODULES[0]!;

export function moduleOf(id: string): Module | undefined {
  return MODULES.find((module) => module.id === id);
}

const loading = new Map<string, ReturnType<Module['load']>>();

/** Begins to load its page: where the pointer or the focus already is at the way to it. */
export function prefetch(module: Module): ReturnType<Module['load']> {
  let load = loading.get(module.id);
  if (!load) {
    load = module.load();
    loading.set(module.id, load);
    load.catch(() => loading.delete(module.id));
  }
  return load;
}

const pages = new Map<string, LazyExoticComponent<ComponentType>>();

export function pageOf(module: Module): LazyExoticComponent<ComponentType> {
  let page = pages.get(module.id);
  if (!page) {
    page = lazy(() =>
      prefetch(module).then(
        ({ Page }) => ({ default: Page }),
        (error) => {
          // The next try asks for the chunk anew.
          pages.delete(module.id);
          throw error;
        },
      ),
    );
    pages.set(module.id, page);
  }
  return page;
}
