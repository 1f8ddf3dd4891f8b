/** Entries of the record in words: what was done to what, and by whom. Pure. */

interface Entry {
  /** "action.approved". */
  kind: string;
  /** "action:12"; null where it is of nothing in particular. */
  subject: string | null;
}

/** "Approved: action 12"; "Pulled: stop". */
export function entryWords({ kind, subject }: Entry): string {
  const [noun = '', ...deed] = kind.split('.');
  const done = spaced(deed.join(' ')) || spaced(noun);
  const what = subject ? spaced(subject.replace(':', ' ')) : deed.length > 0 ? spaced(noun) : '';
  return `${done.charAt(0).toUpperCase()}${done.slice(1)}${what ? `: ${what}` : ''}`;
}

/** An agent by its name, a person by theirs; what the program did by itself is said so. */
export function whoWords(actor: string, names: { agent(id: string): string }): string {
  const [kind = '', ...rest] = actor.split(' ');
  const id = rest.join(' ');
  if (kind === 'agent' && id) return names.agent(id);
  if (kind === 'person' && id) return id;
  if (kind === 'policy') return 'your limits';
  return kind === 'system' ? 'the program' : actor;
}

function spaced(text: string): string {
  return text.replaceAll('_', ' ');
}
