/** `royal access …`: who is let in over HTTP; links for browsers, tokens for programs. */
import { RoyalError } from '../../shared/errors.ts';
import { type CommandContext, declare, type Program } from '../command.ts';
import { relativeTime } from '../terminal.ts';

export function declareAccess(program: Program): void {
  const group = program.root.command('access').description('access over HTTP: browsers and programs let in');
  declare(program, group, 'list', 'sessions of browsers, and API tokens', list);
  declare(program, group, 'link', 'a link that signs one browser in, once, within ten minutes', link).option(
    '--person <name>',
    'whom it signs in (default: you)',
  );
  declare(
    program,
    group,
    'token <name>',
    'an API token for another program; it is shown this once',
    token,
  ).option('--person <name>', 'whose it is (default: yours)');
  declare(program, group, 'revoke <id>', 'sign a browser out, or end an API token, at once', revoke);
}

async function list({ client, terminal }: CommandContext) {
  const entries = await (await client()).access.list();
  terminal.value(entries);
  if (entries.length === 0) terminal.line('Nobody is let in over HTTP.');
  else {
    const now = Date.now();
    terminal.table(
      entries.map(({ id, kind, name, person, lastUsedAt, expiresAt }) => [
        String(id),
        kind,
        name,
        person,
        relativeTime(lastUsedAt, now),
        expiresAt === null ? 'when revoked' : relativeTime(expiresAt, now),
      ]),
      { head: ['ID', 'KIND', 'NAME', 'PERSON', 'LAST USED', 'ENDS'], right: [0] },
    );
  }
  terminal.hint('Next: royal access revoke ID, royal access link');
  return undefined;
}

async function link({ client, terminal }: CommandContext, options: { person?: string }) {
  const invite = await (await client()).access.invite({ person: options.person });
  if (invite.link === null)
    throw new RoyalError({
      code: 'invalid_state',
      message: 'No program serves this data folder over HTTP.',
      next: 'Start `royal serve`: it prints a link.',
    });
  terminal.value({ link: invite.link, expiresAt: invite.expiresAt });
  terminal.line(invite.link);
  terminal.aside('It signs one browser in, once, within ten minutes.');
  return undefined;
}

async function token({ client, terminal }: CommandContext, name: string, options: { person?: string }) {
  const made = await (await client()).access.createToken({ name, person: options.person });
  terminal.value(made);
  terminal.line(made.token);
  terminal.aside(
    `Send it as \`authorization: Bearer …\`. It is not shown again; royal access revoke ${made.id} ends it.`,
  );
  return undefined;
}

async function revoke({ client, terminal }: CommandContext, id: string) {
  const number = Number(id);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new RoyalError({
      code: 'invalid_input',
      message: `${JSON.stringify(id)} is not the number of a session or token.`,
      next: 'See `royal access list`.',
    });
  const entry = await (await client()).access.revoke({ id: number });
  terminal.value(entry);
  terminal.line(`${entry.kind === 'session' ? 'Signed out' : 'Ended'}: ${entry.name}.`);
  return undefined;
}
