/** Signing in to a headless host: the token of the printed link is traded for a cookie, and leaves the address bar first. */
import type { ErrorData } from '../../shared/errors.ts';

/** The token of `#enter=…`, taken out of the address and its history. */
export function takeToken(): string | null {
  // Ours needs no decoding: it is base64url. What is no token of ours is left where it is.
  const match = /^#enter=([\w-]+)$/.exec(window.location.hash);
  if (!match) return null;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return match[1]!;
}

/** What kept the person out, or null once signed in. */
export async function signIn(token: string): Promise<ErrorData | null> {
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify({ token }),
  }).catch(() => null);
  if (response?.ok) return null;
  if (response === null)
    return {
      code: 'connection_lost',
      message: 'The program does not answer.',
      next: 'Make sure that the program runs (`npm start` or `royal serve`), then open its link again.',
    };
  const stated = (await response.json().catch(() => null)) as Partial<ErrorData> | null;
  return {
    code: stated?.code ?? 'internal',
    message: stated?.message ?? 'You could not be signed in.',
    next: stated?.next ?? 'Start the program again and open the link it prints.',
  };
}

export async function signOut(): Promise<void> {
  await fetch('/session', { method: 'DELETE', credentials: 'same-origin' });
}
