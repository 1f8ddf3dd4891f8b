/** A link that leaves the program: it opens in the person's browser, and says that it does. */
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface OutsideLinkProps {
  href: string;
  children: ReactNode;
}

export function OutsideLink({ href, children }: OutsideLinkProps) {
  return (
    <a className="inline-link outside-link" href={href} target="_blank" rel="noreferrer">
      {children} <Icon name="elsewhere" />
      <span className="unseen">(opens in your browser)</span>
    </a>
  );
}
