/** Over HTTP: as a page has it, which calls over the socket of its events, and as a program that only asks. */
import { RPCLink } from '@orpc/client/fetch';
import { startHeadless } from '../../headless/host.ts';
import { royalClient } from '../../shared/contract/client.ts';
import { type WiredWeb, wiredWeb } from '../wired-web.ts';
import type { OpenContractHost } from './contract-host.ts';
import { describeContract } from './contract-suite.ts';

const over =
  (bridgeOf: (web: WiredWeb) => WiredWeb['bridge']): OpenContractHost =>
  async (folder) => {
    const host = await startHeadless({ folder, schedule: false });
    const web = await wiredWeb(host, folder);
    return {
      bridge: bridgeOf(web),
      folder,
      restore: 'signs out',
      paths: 'refused',
      breakLine: async () => web.breakLine(),
      async close() {
        await web.close();
        await host.close();
      },
    };
  };

describeContract(
  'socket.io',
  over(({ bridge }) => bridge),
);
describeContract(
  'HTTP alone',
  over(({ bridge, url, bearer }) => {
    const headers = { authorization: `Bearer ${bearer}` };
    return { ...bridge, api: royalClient(new RPCLink<Record<never, never>>({ url: `${url}/rpc`, headers })) };
  }),
);
