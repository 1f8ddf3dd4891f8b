/** The one origin that the desktop's page has: nothing else is loaded, nothing else is answered. */

export const SCHEME = 'app';
export const ORIGIN = 'app://royal';

/** Whether a URL is a page or file of this program, as Chromium spells it. */
export function isOurs(text: string): boolean {
  // The pieces say it, not the beginning of the text: app://royal.example/ and app://royal@example/ are not ours.
  const url = URL.parse(text);
  return url?.protocol === `${SCHEME}:` && url.host === 'royal' && url.username === '' && url.password === '';
}
