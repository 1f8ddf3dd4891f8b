/** One line of a CSV file (RFC 4180) that no spreadsheet takes for a formula. Every file that we write is made of these. */

/** Spreadsheets run a cell that begins so, also behind blanks (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[\s\u00A0\uFEFF]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** What ends a cell, also where a spreadsheet takes semicolons or tabs for commas. */
const ENDS = /[",;\t\r\n]/;

/** Numbers are written as they are; a text that would run gets an apostrophe before it. null is an empty cell. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return ENDS.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What `csvLine`, Shopify's exports and other careful programs wrote with an apostrophe before it, without that. */
export function unguarded(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}
