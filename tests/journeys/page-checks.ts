/** What holds of every view whatever is in it: nothing cut off, no number that is none, no button that does nothing. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Run in the page: how far it can be scrolled sideways, and the words that leave the box that should hold them; those
 * of scrollers of modules and their parts may.
 */
export const CUT_OFF = `(() => {
  const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const leaving = [...document.querySelectorAll('button, h2, h3, p, li, code, .pill')].filter((element) => {
    if (element.closest('.clipped, .one-line, .unseen, .table-cell, .grid, .tabs, .rail-list, .settings-nav, .duty-store') || !element.checkVisibility()) return false;
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > document.documentElement.clientWidth + 1 || element.scrollWidth > element.clientWidth + 1;
  });
  return { sideways, leaving: leaving.filter(({ clientWidth }) => clientWidth > 0).map(({ textContent }) => textContent.slice(0, 80)) };
})()`;

/**
 * Texts and names of a page that no person should read. Five figures in a row are a number without its grouping, or an
 * id: the stores that are walked have none in names and codes; what is code (paths, addresses, logs) says so.
 */
const WORDS = `(() => {
  const bad = /\\bNaN\\b|\\bundefined\\b|\\bnull\\b|\\[object|Invalid Date|\\bInfinity\\b/;
  const bare = /(?<![\\d.,\\u2019'#/:-])\\d{5,}(?![\\d]*[-/:])/;
  const found = [];
  const told = (what, text) => found.push(what + ': ' + text.trim().replace(/\\s+/g, ' ').slice(0, 120));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue;
    if (bad.test(text)) told('not a value', text);
    if (bare.test(text) && !node.parentElement.closest('code, pre, script, style, option, [data-code]')) told('a bare number', text);
  }
  for (const element of document.body.querySelectorAll('[aria-label], [title], [alt], [placeholder], [aria-valuetext]'))
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'aria-valuetext']) {
      const text = element.getAttribute(name);
      if (text !== null && bad.test(text)) told(name, text);
    }
  for (const element of document.querySelectorAll('input, textarea'))
    if (bad.test(element.value)) told('a field', element.value);
  return found;
})()`;

/** A figure that stands alone must say what it counts. */
const FIGURES = `(() => [...document.querySelectorAll('.stat-value, .figure-value')]
  .map(({ textContent }) => textContent.trim())
  .filter((text) => !/\\p{L}|\\p{Sc}|%/u.test(text))
  .map((text) => 'a figure without a unit: ' + text))()`;

/** A number that goes on in the next line is read as two; what is code may break anywhere. */
const BROKEN = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('code, pre, script, style, option, [data-code]') || !node.parentElement.checkVisibility()) continue;
    for (const { 0: text, index } of node.nodeValue.matchAll(/\\d[\\d.,]*\\d/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + text.length);
      const [first, ...rest] = range.getClientRects();
      if (rest.some(({ top }) => top > first.top + 2)) found.push('a broken number: ' + node.nodeValue.trim().slice(0, 80));
    }
  }
  return found;
})()`;

/** Buttons and links that lead nowhere, as React knows them: disabled ones say why elsewhere. */
const DEAD = `(() => {
  const propsOf = (element) => {
    const key = Object.keys(element).find((name) => name.startsWith('__reactProps$'));
    return key ? element[key] : {};
  };
  const acts = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const props = propsOf(at);
      if (['onClick', 'onMouseDown', 'onPointerDown', 'onKeyDown'].some((name) => typeof props[name] === 'function')) return true;
      if (at === element && element.type === 'submit' && element.closest('form')) return true;
      if (at !== element) break;
    }
    return false;
  };
  const dead = [...document.querySelectorAll('main button, header button, nav button')].filter((button) =>
    button.checkVisibility() && !button.disabled && button.getAttribute('aria-disabled') !== 'true' && !acts(button));
  const nowhere = [...document.querySelectorAll('main a, header a, nav a')].filter((link) => !link.getAttribute('href'));
  return [...dead, ...nowhere].map(({ outerHTML }) => 'does nothing: ' + outerHTML.slice(0, 140));
})()`;

/** Cards stand beside each other or below, never on each other. */
const OVERLAPS = `(() => {
  const cards = [...document.querySelectorAll('main .card')].filter((card) => card.checkVisibility());
  const found = [];
  for (const [index, one] of cards.entries())
    for (const other of cards.slice(index + 1)) {
      if (one.contains(other) || other.contains(one)) continue;
      const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      if (over) found.push('cards lie on each other: ' + [one, other].map(({ textContent }) => textContent.slice(0, 40)).join(' / '));
    }
  return found;
})()`;

/** What axe finds wrong; nothing is on its way while it looks: half faded it would be judged as it never stands. */
export async function violationsOf(page: Page): Promise<{ id: string; nodes: { html: string }[] }[]> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // While a list hangs under a field that is typed in, Base UI hides all else from who hears the page.
  const typing = await page.evaluate<boolean>(
    `document.querySelector('[role="combobox"][aria-expanded="true"]:is(input)') !== null`,
  );
  // It stays in the page until that is opened anew: to put it there takes three times as long as its look.
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  const off = { enabled: false };
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    rules: typing ? { 'page-has-heading-one': off, 'aria-hidden-focus': off } : {},
  };
  // Base UI's guards take the focus only to hand it on.
  const context = { exclude: ['[data-base-ui-focus-guard]'] };
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)})`,
  );
  return violations;
}

/** What is wrong with what is shown now, in words; nothing where all is well. */
export async function faultsOf(page: Page): Promise<string[]> {
  const { sideways, leaving } = await page.evaluate<{ sideways: number; leaving: string[] }>(CUT_OFF);
  const others = await page.evaluate<string[]>(
    `[...${WORDS}, ...${FIGURES}, ...${BROKEN}, ...${DEAD}, ...${OVERLAPS}]`,
  );
  return [
    ...(sideways > 0 ? [`can be scrolled sideways by ${sideways} px`] : []),
    ...leaving.map((text) => `leaves its box: ${text}`),
    ...others,
  ];
}
