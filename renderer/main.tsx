/** The page's entry: signs in where the address says so, opens the bridge, asks for what is shown first, draws. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { followEvents } from './app/follow-events.ts';
import { markHiddenWindow } from './app/hidden-window.ts';
import { FIRST_MODULE, moduleOf, prefetch } from './app/navigation/modules.ts';
import { currentPlace } from './app/navigation/navigate.ts';
import { loadBridge } from './app/open-bridge.ts';
import { createQueryClient } from './app/queries.ts';
import { readFirst } from './app/read-first.ts';
import { signIn, takeToken } from './app/session.ts';
import { isDesktop } from './app/shell.ts';
import './ui/fonts.css';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/rows.css';
import './ui/layers.css';
import './ui/fields.css';
import './ui/data.css';

const token = isDesktop ? null : takeToken();
const module = moduleOf(currentPlace().module) ?? FIRST_MODULE;
const page = prefetch(module).catch(() => {
  // Said where it is shown, with a way to try again.
});
// The files come while the host looks at the token.
const [problem, openBridge] = await Promise.all([token === null ? null : signIn(token), loadBridge()]);
const bridge = openBridge();
const queries = createQueryClient();
followEvents(bridge, queries);
await Promise.all([page, readFirst(module, bridge, queries)]);
markHiddenWindow();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App bridge={bridge} queries={queries} problem={problem} />
  </StrictMode>,
);
