/** Leads to a run, where who is here may see it; else the words alone. */
import type { ReactNode } from 'react';
import { useMay } from './may.ts';
import { linkTo } from './navigation/links.ts';

export function RunLink({ agent, run, children }: { agent: string; run: number; children: ReactNode }) {
  const link = linkTo({ kind: 'run', runId: run, agent });
  if (!useMay()('agents.showRun') || !link) return children;
  return (
    <a className="inline-link" href={link}>
      {children}
    </a>
  );
}
