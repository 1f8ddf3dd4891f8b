/** The caller over HTTP of `bridge`: tells its parent when it listens, prints its figures at the end. */
import { httpBridge } from '../shared/bridge/http-bridge.ts';
import { royalClient } from '../shared/contract/client.ts';
import { measureCalls } from './bridge-calls.ts';
import { nodeHttpLink } from './node-http-link.ts';

export interface HttpCaller {
  url: string;
  token: string;
  /** Events that will come. */
  count: number;
  /** How this process sends its calls: by the program's own bridge, or by Node's HTTP client. */
  by: 'bridge' | 'node';
}

/** Within what a host lets one program ask in a minute. */
const PACE_MS = 60;

const { url, token, count, by } = JSON.parse(process.argv[2]!) as HttpCaller;
const bridge = httpBridge(url, { bearer: token });
const caller = by === 'bridge' ? bridge : { ...bridge, api: royalClient(nodeHttpLink(url, token)) };
const figures = await measureCalls(caller, { count, paceMs: PACE_MS, load: () => process.send!('ready') });
bridge.close();
process.stdout.write(JSON.stringify(figures), () => process.exit(0));
