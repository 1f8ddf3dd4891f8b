/** Several paths as the one that draws the same: a page has hundreds of icons, and each element of one takes its time. */

const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)`;
const RELATIVE_START = new RegExp(String.raw`^m\s*(${NUMBER})[\s,]*(${NUMBER})\s*([^]*)$`);

/** `paths` are the values of their `d`. What begins with a small m counts from the origin only where it stands alone. */
export function onePath(paths: readonly string[]): string {
  return paths.map(fromOrigin).join('');
}

function fromOrigin(path: string): string {
  const match = RELATIVE_START.exec(path);
  if (!match) return path;
  const [, x, y, rest = ''] = match;
  // Further pairs after m are lines as well, and as relative.
  return `M${x} ${y}${/^[-.,\d]/.test(rest) ? 'l' : ''}${rest}`;
}
