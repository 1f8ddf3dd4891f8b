/** Hands a file to the person: the browser asks where to, or puts it with the downloads. */

export function saveFile(pieces: BlobPart[], type: string, name: string): void {
  const url = URL.createObjectURL(new Blob(pieces, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on it once it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Text in UTF-8, which it says of itself. */
export function saveText(pieces: string[], type: string, name: string): void {
  saveFile(pieces, `${type};charset=utf-8`, name);
}
