/** Numbers as people write them: 1,234.50 and 1.234,50 and 1 234,5. */

/**
 * A plain decimal ("1234.50"), or why it is none. A single separator followed by exactly three digits could be either:
 * it is taken for thousands where the number begins with one to three digits that are not 0, and said so by nobody, so
 * it is refused.
 */
export function readNumber(text: string): string | { problem: string } {
  const compact = text.trim().replace(/[\s\u00A0\u202F'’]/g, '');
  const match = /^([+-]?)(\d[\d.,]*|[.,]\d+)$/.exec(compact);
  if (!match) return { problem: 'it is not a number.' };
  const sign = match[1] === '-' ? '-' : '';
  const body = match[2]!;
  const dots = body.split('.').length - 1;
  const commas = body.split(',').length - 1;
  if (dots > 0 && commas > 0) {
    const decimal = body.lastIndexOf('.') > body.lastIndexOf(',') ? '.' : ',';
    return grouped(sign, body, decimal, decimal === '.' ? ',' : '.');
  }
  if (dots + commas === 0) return sign + body;
  const mark = dots > 0 ? '.' : ',';
  if (dots + commas > 1) return grouped(sign, body, null, mark);
  const [whole = '', fraction = ''] = body.split(mark);
  if (fraction === '') return { problem: 'it is not a number.' };
  if (fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole))
    return {
      problem: `it can be read as ${whole}${fraction} or as ${whole}.${fraction}: write it without a mark for thousands, or with two decimals.`,
    };
  return `${sign}${whole === '' ? '0' : whole}.${fraction}`;
}

function grouped(
  sign: string,
  body: string,
  decimal: '.' | ',' | null,
  thousands: '.' | ',',
): string | { problem: string } {
  const [whole = '', fraction, ...more] = decimal === null ? [body] : body.split(decimal);
  const groups = whole.split(thousands);
  const regular =
    more.length === 0 &&
    (fraction === undefined || /^\d+$/.test(fraction)) &&
    /^\d{1,3}$/.test(groups[0]!) &&
    groups.slice(1).every((group) => /^\d{3}$/.test(group));
  if (!regular) return { problem: 'it is not a number.' };
  return `${sign}${groups.join('')}${fraction === undefined ? '' : `.${fraction}`}`;
}
