/** The page's entry: signs in where the address says so, opens the bridge, draws. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { markHiddenWindow } from './app/hidden-window.ts';
import { FIRST_MODULE, moduleOf, prefetch } from './app/navigation/modules.ts';
import { currentPlace } from './app/navigation/navigate.ts';
import { loadBridge } from './app/open-bridge.ts';
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
// The files come while the host looks at the token: what is drawn first is the page itself.
const [problem, openBridge] = await Promise.all([
  token === null ? null : signIn(token),
  loadBridge(),
  prefetch(moduleOf(currentPlace().module) ?? FIRST_MODULE).catch(() => {
    // Said where it is shown, with a way to try again.
  }),
]);
markHiddenWindow();
const bridge = openBridge();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App bridge={bridge} problem={problem} />
  </StrictMode>,
);
