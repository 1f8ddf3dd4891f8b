/** The shell in a browser at `royal serve`. */
import { openBrowserHost } from './browser-host.ts';
import { describeShell } from './shell.ts';

describeShell('a browser at royal serve', openBrowserHost);
