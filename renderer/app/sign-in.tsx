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
        Open the link that the program prints when it is started, by <code>npm start</code> or{' '}
        <code>royal serve</code>. It works once, for ten minutes, and signs this browser in. While the program
        runs, this prints a new link, typed in its folder:
      </p>
      <code className="shell-line">npm run -s royal -- access link</code>
      <p className="dim small">
        You were signed in here before? The session was ended, or has run out. Nothing of yours was lost.
      </p>
    </main>
  );
}
