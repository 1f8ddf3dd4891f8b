/** The caller of `bridge` that is a process of its own: tells its parent when it listens, prints its figures at the end. */
import { httpBridge } from '../shared/bridge/http-bridge.ts';
import { royalClient } from '../shared/contract/client.ts';
import { measureCalls } from './bridge-calls.ts';
import { nodeHttpLink } from './node-http-link.ts';

export interface WebCaller {
  url: string;
  token: string;
  /** Events that will come. */
  count: number;
  /** How its calls go: over the bridge of a page, or over HTTP as another program's do. */
  over: 'socket' | 'http';
}

/** Within what a host lets one program ask in a minute. */
const PACE_MS = 60;

const { url, token, count, over } = JSON.parse(process.argv[2]!) as WebCaller;
const bridge = httpBridge(url, { bearer: token });
const caller = over === 'socket' ? bridge : { ...bridge, api: royalClient(nodeHttpLink(url, token)) };
const figures = await measureCalls(caller, { count, paceMs: PACE_MS, load: () => process.send!('ready') });
bridge.close();
process.stdout.write(JSON.stringify(figures), () => process.exit(0));
