/** Over HTTP and socket.io, as a browser or another program has it. */
import { startHeadless } from '../../headless/host.ts';
import { wiredWeb } from '../wired-web.ts';
import { describeContract } from './contract-suite.ts';

describeContract('HTTP and socket.io', async (folder) => {
  const host = await startHeadless({ folder, schedule: false });
  const web = await wiredWeb(host, folder);
  return {
    bridge: web.bridge,
    folder,
    restore: 'signs out',
    paths: 'refused',
    breakLine: async () => web.breakLine(),
    async close() {
      await web.close();
      await host.close();
    },
  };
});
