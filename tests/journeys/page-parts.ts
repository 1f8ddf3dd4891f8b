/** The page's parts as a person names them. */
import type { Locator, Page } from 'playwright-core';

export interface PageParts {
  waiting: Locator;
  decided: Locator;
  stores: Locator;
  agents: Locator;
  connection: Locator;
  stopBanner: Locator;
  /** A waiting or just decided action on the first page, by its title, whole or as a list cuts it. */
  action(title: string): Locator;
  /** What lies over the page. */
  dialog: Locator;
  button(name: string | RegExp): Locator;
  press(name: string | RegExp): Promise<void>;
}

/** What lies over the page and takes the keys; a toast bears the same role, and takes nothing. */
export function layerOf(page: Page): Locator {
  return page.locator('[role=dialog]:not(.toast)');
}

/** Lists cut long titles, each to what fits beside the others: those are known by their beginning. */
const SURELY_SHOWN = 48;

function startOf(title: string): string {
  return title.replace(/…$/u, '').slice(0, SURELY_SHOWN);
}

/** Whether the page names two by the same words. */
export function alike(one: string, other: string): boolean {
  return startOf(one) === startOf(other);
}

function namedLike(title: string): { name: string | RegExp; exact: boolean } {
  const start = startOf(title);
  if (start === title) return { name: title, exact: true };
  return { name: new RegExp(`^${start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`), exact: false };
}

export function partsOf(page: Page): PageParts {
  const card = (name: string): Locator => page.getByRole('region', { name, exact: true });
  const waiting = card('Needs you');
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  return {
    waiting,
    decided: card('Decided'),
    stores: card('Stores'),
    agents: card('Agents'),
    connection: page.getByRole('banner').getByRole('status'),
    stopBanner: card('Emergency stop'),
    dialog: layerOf(page),
    action: (title) => waiting.getByRole('listitem', namedLike(title)),
    button,
    press: (name) => button(name).click(),
  };
}
