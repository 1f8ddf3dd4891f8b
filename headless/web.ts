/** The web side of a host: the server with its log, as `royal serve` and `npm start` open it. */
import { folderPaths } from '../core/data-folder/folder-paths.ts';
import type { Host } from '../core/host/host.ts';
import { openLog } from '../core/telemetry/log.ts';
import { RENDERER } from './built.ts';
import { type HttpOptions, type HttpServer, startHttp } from './http/server.ts';

export interface WebOptions extends Pick<HttpOptions, 'listen' | 'hostNames' | 'httpsInFront'> {
  folder: string;
  host: Host;
  env: NodeJS.ProcessEnv;
}

/** Throws RoyalError invalid_input where the address or port can't be had. */
export async function openWeb({ folder, env, ...options }: WebOptions): Promise<HttpServer> {
  const { log, close: closeLog } = openLog(folderPaths(folder).httpLog, env.ROYAL_LOG);
  try {
    const server = await startHttp({ ...options, log, renderer: RENDERER });
    return {
      ...server,
      async close() {
        await server.close();
        closeLog();
      },
    };
  } catch (error) {
    closeLog();
    throw error;
  }
}
