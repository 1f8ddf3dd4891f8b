/** An owner's day in a browser at `royal serve`. */
import { openBrowserHost } from './browser-host.ts';
import { describeEveryday } from './everyday-journeys.ts';

describeEveryday('a browser at royal serve', openBrowserHost);
