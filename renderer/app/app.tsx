/** The shell around the modules: the rail, the bar above the page, and what lies over it. */
import { CSPProvider } from '@base-ui/react/csp-provider';
import { type QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { ErrorData } from '../../shared/errors.ts';
import { Boundary } from '../ui/boundary.tsx';
import { DefinitionsContext } from '../ui/term.tsx';
import { BridgeContext, useApi, useBridge, useConnection } from './bridge-context.tsx';
import { useDefinitions } from './definitions.ts';
import { loadAll } from './loadable.tsx';
import { ModuleView } from './navigation/module-view.tsx';
import { readAhead } from './navigation/modules.ts';
import { currentPlace, followAddress } from './navigation/navigate.ts';
import { Rail } from './navigation/rail.tsx';
import { useInterruptions } from './notifications/interruptions.ts';
import { keepForOffline } from './offline.ts';
import { onceFilled } from './once-filled.ts';
import { signIn, takeToken } from './session.ts';
import { useShortcuts } from './shortcuts-keys.ts';
import { useEmpire } from './stores/empire.ts';
import { useNavigation } from './stores/navigation.ts';
import { ConnectionBanner } from './top-bar/connection.tsx';
import { loadStopDialog, StopBanner } from './top-bar/stop-control.tsx';
import { TopBar } from './top-bar/top-bar.tsx';
import './app.css';

interface AppProps {
  bridge: Bridge;
  queries: QueryClient;
  /** What kept the person out at the start. */
  problem: ErrorData | null;
}

export function App({ bridge, queries, problem }: AppProps) {
  return (
    // The page's policy allows no inline style: what a primitive would bring so stands in the kit's own.
    <CSPProvider disableStyleElements>
      <BridgeContext value={bridge}>
        <QueryClientProvider client={queries}>
          <Page problem={problem} />
        </QueryClientProvider>
      </BridgeContext>
    </CSPProvider>
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

  if (state === 'signed_out')
    return (
      <Suspense fallback={null}>
        <SignInLater problem={refused} />
      </Suspense>
    );
  return <Shell />;
}

/** Also for letters that only a module further on has: a font that comes late moves what stands around them. */
function loadFonts(): Promise<unknown> {
  return Promise.allSettled([...document.fonts].map((face) => face.load()));
}

function Shell() {
  useEffect(followAddress, []);
  const api = useApi();
  const queries = useQueryClient();
  const [filled, setFilled] = useState(false);
  useEffect(() => {
    void onceFilled(queries).then(() => {
      setFilled(true);
      void keepForOffline();
      // What must be there at once when it is asked for comes first.
      loadStopDialog().catch(() => {
        // Asked for again where it is shown.
      });
      return readAhead(currentPlace().module, { api, queries, store: useEmpire.getState().store })
        .then(() => Promise.allSettled([loadPalette(), loadCentre()]))
        .then(loadFonts)
        .then(loadAll);
    });
  }, [api, queries]);
  const definitions = useDefinitions(filled);
  useShortcuts();
  useInterruptions();
  return (
    <DefinitionsContext value={definitions}>
      <div className="shell">
        {/* No link: the address is the page's place, and skipping is none. */}
        <button
          type="button"
          className="skip"
          onClick={() => document.querySelector<HTMLElement>('#page h1')?.focus()}
        >
          Skip to the page
        </button>
        <TopBar />
        <Rail />
        <div className="shell-page">
          <ConnectionBanner />
          <StopBanner />
          <ModuleView />
        </div>
        <Layers />
      </div>
    </DefinitionsContext>
  );
}

/** Each is on its way once it is first asked for. */
function Layers() {
  const layer = useNavigation((navigation) => navigation.layer);
  return (
    <Boundary key={layer}>
      <Suspense fallback={null}>
        <Toasts />
      </Suspense>
      <Suspense fallback={null}>
        {layer === 'palette' && <Palette />}
        {layer === 'shortcuts' && <ShortcutsDialog />}
        {layer === 'notifications' && <NotificationCentre />}
      </Suspense>
    </Boundary>
  );
}

const Toasts = lazy(() => import('../ui/toasts.tsx').then(({ Toasts }) => ({ default: Toasts })));
const SignInLater = lazy(() => import('./sign-in.tsx').then(({ SignIn }) => ({ default: SignIn })));
const loadPalette = () => import('./palette/palette.tsx').then(({ Palette }) => ({ default: Palette }));
const Palette = lazy(loadPalette);
const loadCentre = () =>
  import('./notifications/notification-centre.tsx').then(({ NotificationCentre }) => ({
    default: NotificationCentre,
  }));
const NotificationCentre = lazy(loadCentre);
const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.tsx').then(({ ShortcutsDialog }) => ({ default: ShortcutsDialog })),
);
