/** A client that remembers what was called and holds each answer to the contract's own schema. */
import { isContractProcedure } from '@orpc/contract';
import { expect } from 'vitest';
import { contract, type RoyalClient } from '../../shared/contract/contract.ts';

type Branch = { [name: string]: Branch };
interface Schema {
  parse?(value: unknown): unknown;
}

/** Every procedure there is: "actions.approve", "counts" … */
export function procedures(node: unknown = contract, path: readonly string[] = []): string[] {
  if (isContractProcedure(node)) return [path.join('.')];
  return Object.entries(node as Branch).flatMap(([name, child]) => procedures(child, [...path, name]));
}

export function recording(client: RoyalClient, called: Set<string>): RoyalClient {
  const wrap = (clientNode: unknown, contractNode: unknown, path: readonly string[]): unknown => {
    if (!isContractProcedure(contractNode))
      return Object.fromEntries(
        Object.entries(contractNode as Branch).map(([name, child]) => [
          name,
          wrap((clientNode as Branch)[name], child, [...path, name]),
        ]),
      );
    const schema = contractNode['~orpc'].outputSchema as Schema | undefined;
    return async (...args: unknown[]) => {
      called.add(path.join('.'));
      const output = await (clientNode as (...args: unknown[]) => Promise<unknown>)(...args);
      const streams = typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
      if (!streams && schema?.parse) expect(schema.parse(output)).toEqual(output);
      return output;
    };
  };
  return wrap(client, contract, []) as RoyalClient;
}
