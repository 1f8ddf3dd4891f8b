/** The first morning, in a browser at `royal serve`. */
import { openBrowserHost } from './browser-host.ts';
import { describeFirstMorning } from './first-morning.ts';

describeFirstMorning('a browser at royal serve', openBrowserHost);
