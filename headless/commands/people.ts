/** `royal people …`: who works here, and what each may do. */
import { RoyalError } from '../../shared/errors.ts';
import { type CommandContext, declare, type Program } from '../command.ts';

export function declarePeople(program: Program): void {
  const group = program.root.command('people').description('people: owners, and helpers who see no costs');
  declare(program, group, 'list', 'who works here', list);
  declare(program, group, 'set <name>', 'add a person, or change their role', set)
    .requiredOption('--role <role>', 'owner or helper')
    .option('--approve-up-to <minor>', 'what a helper may approve per action, in pence or cents');
  declare(program, group, 'remove <name>', 'remove a person: their browsers and tokens are shut out', remove);
}

async function list({ client, terminal }: CommandContext) {
  const people = await (await client()).people.list();
  terminal.value(people);
  terminal.table(
    people.map(({ name, role, approvalLimit, sessions, tokens, you }) => [
      you ? `${name} (you)` : name,
      role,
      role === 'owner' ? 'anything' : approvalLimit === null ? 'nothing that costs' : String(approvalLimit),
      String(sessions),
      String(tokens),
    ]),
    { head: ['NAME', 'ROLE', 'MAY APPROVE', 'BROWSERS', 'TOKENS'], right: [3, 4] },
  );
  terminal.hint('Next: royal access link --person NAME');
  return undefined;
}

async function set(
  { client, terminal }: CommandContext,
  name: string,
  options: { role: string; approveUpTo?: string },
) {
  const { role, approveUpTo } = options;
  if (role !== 'owner' && role !== 'helper')
    throw new RoyalError({
      code: 'invalid_input',
      message: `${JSON.stringify(role)} is no role.`,
      next: 'Say --role owner or --role helper.',
    });
  const approvalLimit = approveUpTo === undefined ? null : Number(approveUpTo);
  if (approvalLimit !== null && (!Number.isSafeInteger(approvalLimit) || approvalLimit < 0))
    throw new RoyalError({
      code: 'invalid_input',
      message: `${JSON.stringify(approveUpTo)} is no amount of --approve-up-to.`,
      next: 'Give it in the smallest unit: 5000 for 50 pounds.',
    });
  const person = await (await client()).people.set({ name, role, approvalLimit });
  terminal.value(person);
  terminal.line(`${person.name} is ${person.role === 'owner' ? 'an owner' : 'a helper'}.`);
  terminal.hint(`Next: royal access link --person ${JSON.stringify(person.name)}`);
  return undefined;
}

async function remove({ client, terminal }: CommandContext, name: string) {
  const person = await (await client()).people.remove({ name });
  terminal.value(person);
  terminal.line(`Removed ${person.name}: nobody is let in as them any more.`);
  return undefined;
}
