/** Makers of numbers for people, each made once: making one takes far longer than it takes to write a number. */
const made = new Map<string, Intl.NumberFormat>();

/** Throws RangeError for a locale or currency that is none. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = made.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, options);
    made.set(key, format);
  }
  return format;
}
