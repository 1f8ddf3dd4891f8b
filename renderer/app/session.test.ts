import { afterEach, expect, it, vi } from 'vitest';
import { takeToken } from './session.ts';

afterEach(() => vi.unstubAllGlobals());

function openAt(hash: string) {
  const replaceState = vi.fn();
  vi.stubGlobal('window', { location: { hash, pathname: '/', search: '' }, history: { replaceState } });
  return replaceState;
}

it('takes the token of the link out of the address', () => {
  const replaceState = openAt('#enter=Ab_-9');
  expect(takeToken()).toBe('Ab_-9');
  expect(replaceState).toHaveBeenCalledWith(null, '', '/');
});

it('opens the page all the same where the link was mangled', () => {
  openAt('#enter=%E0%A4%A');
  expect(takeToken()).toBeNull();
});
