/** The caller over HTTP of `bridge`: tells its parent when it listens, prints its figures at the end. */
import { httpBridge } from '../shared/bridge/http-bridge.ts';
import { measureCalls } from './bridge-calls.ts';

/** Within what a host lets one program ask in a minute. */
const PACE_MS = 60;

const { url, token, count } = JSON.parse(process.argv[2]!) as { url: string; token: string; count: number };
const bridge = httpBridge(url, { bearer: token });
const figures = await measureCalls(bridge, { count, paceMs: PACE_MS, load: () => process.send!('ready') });
bridge.close();
process.stdout.write(JSON.stringify(figures), () => process.exit(0));
