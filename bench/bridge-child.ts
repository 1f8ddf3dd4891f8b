/** The caller over HTTP of `bridge`: tells its parent when it listens, prints its figures at the end. */
import { httpBridge } from '../shared/bridge/http-bridge.ts';
import { measureCalls } from './bridge-calls.ts';

const { url, token, count } = JSON.parse(process.argv[2]!) as { url: string; token: string; count: number };
const bridge = httpBridge(url, { bearer: token });
const figures = await measureCalls(bridge, count, () => process.send!('ready'));
bridge.close();
process.stdout.write(JSON.stringify(figures), () => process.exit(0));
