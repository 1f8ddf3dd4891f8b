/** What every procedure of the contract is made with: its one error, and whether it reads or changes. */
import { oc } from '@orpc/contract';
import { errorData } from './schemas.ts';

const base = oc.errors({ ROYAL: { status: 422, data: errorData } });
/** What changes something: a POST over HTTP. The summary is what the API's reference shows. */
export const change = (summary: string) => base.route({ method: 'POST', summary });
/** What changes nothing: a GET over HTTP. */
export const read = (summary: string) => base.route({ method: 'GET', summary });
