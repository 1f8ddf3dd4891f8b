/** The page of those who are not signed in: how to get in. */
import type { ErrorData } from '../../shared/errors.ts';
import { Problem } from '../ui/problem.tsx';
import { Brand } from './brand.tsx';

export function SignIn({ problem }: { problem: ErrorData | null }) {
  return (
    <main className="alone">
      <Brand />
      <h1>Sign in</h1>
      {problem && <Problem error={problem} />}
      <p>
        Open the link that <code>royal serve</code> prints when it starts. It works once and signs this
        browser in. While it runs, a new link comes from:
      </p>
      <code className="shell-line">royal access link</code>
      <p className="dim small">
        You were signed in here before? The session was ended, or has run out. Nothing of yours was lost.
      </p>
    </main>
  );
}
