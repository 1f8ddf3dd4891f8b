/** Setting up and keeping house in a browser at `royal serve`. */
import { openBrowserHost } from './browser-host.ts';
import { describeSetup } from './setup-journeys.ts';

describeSetup('a browser at royal serve', openBrowserHost);
