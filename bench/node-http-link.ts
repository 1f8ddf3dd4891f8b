/** The contract's calls over HTTP as another program sends them: by Node's own client, on kept connections. */
import { Agent, request } from 'node:http';
import { StandardRPCLink } from '@orpc/client/standard';
import type { Transport } from '../shared/contract/client.ts';

/** `baseUrl` is the host's origin. Rejects with what the connection threw; answers as a page has them. */
export function nodeHttpLink(baseUrl: string, bearer: string): Transport {
  const agent = new Agent({ keepAlive: true });
  return new StandardRPCLink<Record<never, never>>(
    {
      call: ({ url, method, headers, body }, { signal }) =>
        new Promise((resolve, reject) => {
          const text = JSON.stringify(body);
          const type = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
          const sent = request(
            url,
            { agent, method, signal, headers: { ...headers, ...type } },
            (response) => {
              let answer = '';
              response.setEncoding('utf8');
              response.on('data', (part: string) => {
                answer += part;
              });
              response.on('error', reject);
              response.on('end', () =>
                resolve({
                  status: response.statusCode!,
                  headers: response.headers,
                  body: async () => JSON.parse(answer) as unknown,
                }),
              );
            },
          );
          sent.on('error', reject);
          sent.end(text);
        }),
    },
    { url: `${baseUrl}/rpc`, headers: { authorization: `Bearer ${bearer}` } },
  );
}
