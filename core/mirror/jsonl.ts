/** Lines of a file from a byte on, read in pieces, so that memory does not grow with the file. */
import { closeSync, openSync, readSync } from 'node:fs';

const PIECE = 1 << 18;

export interface FileLine {
  /** The line lies in [start, stop) of this, until the next one is asked for. */
  bytes: Buffer;
  start: number;
  stop: number;
  /** Byte of the file at which the line begins. */
  at: number;
  /** Byte behind it, newline included. */
  end: number;
  /** false for the file's last bytes where no newline ends them. */
  ended: boolean;
}

export function textOf({ bytes, start, stop }: FileLine): string {
  return bytes.toString('utf8', start, stop);
}

/** Empty lines are passed over. The yielded object is the same each time. */
export function* readLines(file: string, fromByte: number): Generator<FileLine, void, void> {
  const descriptor = openSync(file, 'r');
  let buffer = Buffer.allocUnsafe(PIECE);
  const line: FileLine = { bytes: buffer, start: 0, stop: 0, at: fromByte, end: fromByte, ended: true };
  try {
    let kept = 0;
    let bufferAt = fromByte;
    for (;;) {
      if (kept === buffer.length) {
        const larger = Buffer.allocUnsafe(buffer.length * 2);
        buffer.copy(larger, 0, 0, kept);
        buffer = larger;
      }
      const read = readSync(descriptor, buffer, kept, buffer.length - kept, bufferAt + kept);
      if (read === 0) break;
      const end = kept + read;
      let start = 0;
      line.bytes = buffer;
      for (let stop = buffer.indexOf(10, kept); stop >= 0 && stop < end; stop = buffer.indexOf(10, start)) {
        if (stop > start) {
          line.start = start;
          line.stop = stop;
          line.at = bufferAt + start;
          line.end = bufferAt + stop + 1;
          yield line;
        }
        start = stop + 1;
      }
      buffer.copy(buffer, 0, start, end);
      kept = end - start;
      bufferAt += start;
    }
    if (kept > 0)
      yield { bytes: buffer, start: 0, stop: kept, at: bufferAt, end: bufferAt + kept, ended: false };
  } finally {
    closeSync(descriptor);
  }
}
