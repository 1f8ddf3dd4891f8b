/** `1 line`, `3 lines`: how many of a thing there are, where an agent, an action or a report says so. */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
