/** The shell around the modules: who is connected, what is stopped, and the page itself. */
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { ErrorData } from '../../shared/errors.ts';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/card.tsx';
import { Brand } from './brand.tsx';
import { BridgeContext, useBridge, useConnection } from './bridge-context.tsx';
import { ConnectionBanner, ConnectionPill } from './connection-pill.tsx';
import { followEvents } from './follow-events.ts';
import { createQueryClient } from './queries.ts';
import { signIn, signOut, takeToken } from './session.ts';
import { isDesktop } from './shell.ts';
import { StopBanner, StopButton } from './stop-control.tsx';
import './app.css';

// The first page is on its way before it is drawn.
const commandPage = import('../modules/command/command-page.tsx');
const CommandPage = lazy(() => commandPage.then(({ CommandPage }) => ({ default: CommandPage })));

interface AppProps {
  bridge: Bridge;
  /** What kept the person out at the start. */
  problem: ErrorData | null;
}

export function App({ bridge, problem }: AppProps) {
  const [queries] = useState(createQueryClient);
  useEffect(() => followEvents(bridge, queries), [bridge, queries]);
  return (
    <BridgeContext value={bridge}>
      <QueryClientProvider client={queries}>
        <Page problem={problem} />
      </QueryClientProvider>
    </BridgeContext>
  );
}

function Page({ problem }: { problem: ErrorData | null }) {
  const bridge = useBridge();
  const { state } = useConnection();
  const [refused, setRefused] = useState(problem);

  // The printed link, opened in a window that shows the page already.
  useEffect(() => {
    const enter = async (): Promise<void> => {
      const token = takeToken();
      if (token === null) return;
      setRefused(await signIn(token));
      bridge.retry();
    };
    window.addEventListener('hashchange', enter);
    return () => window.removeEventListener('hashchange', enter);
  }, [bridge]);

  if (state === 'signed_out') return <SignInLater problem={refused} />;
  return (
    <>
      <header className="top">
        <Brand />
        <ConnectionPill />
        <span className="top-right">
          <StopButton />
          {!isDesktop && (
            <Button kind="quiet" onPress={() => void signOut().then(() => window.location.reload())}>
              Sign out
            </Button>
          )}
        </span>
      </header>
      <ConnectionBanner />
      <StopBanner />
      <main className="page">
        <h1 className="unseen">Command</h1>
        <Suspense fallback={<Skeleton lines={6} />}>
          <CommandPage />
        </Suspense>
      </main>
    </>
  );
}

const SignInLater = lazy(() => import('./sign-in.tsx').then(({ SignIn }) => ({ default: SignIn })));
