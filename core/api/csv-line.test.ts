import { expect, it } from 'vitest';
import { csvLine } from './csv-line.ts';

it('quotes what needs it, leaves numbers alone, and lets no text run as a formula', () => {
  expect(csvLine(['a "b", c', 3.5, null, '=1+1', '@x', '-5', '+44 20', '  x'])).toBe(
    `"a ""b"", c",3.5,,'=1+1,'@x,-5,'+44 20,"  x"\r\n`,
  );
});
