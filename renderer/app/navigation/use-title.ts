/** The title of what a page shows, where that is more than its module: of the document, the heading, the recent places. */
import { useEffect } from 'react';
import { setTitle } from '../stores/navigation.ts';

/** null or undefined until it is known. */
export function useTitle(title: string | null | undefined): void {
  useEffect(() => {
    setTitle(title ?? null);
    return () => setTitle(null);
  }, [title]);
}
