/** Hands a file to the person: the browser asks where to, or puts it with the downloads. */

export function saveText(pieces: string[], type: string, name: string): void {
  const url = URL.createObjectURL(new Blob(pieces, { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on it once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
