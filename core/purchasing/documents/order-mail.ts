/** A mail to the supplier, as a draft that a person sends: text for a mailto: link, and an .eml with the order attached. */
import { randomUUID } from 'node:crypto';
import type { PurchaseOrderView } from '../../../shared/contract/purchasing-schemas.ts';
import { oneLine } from '../../../shared/one-line.ts';

export interface MailDraft {
  to: string | null;
  subject: string;
  body: string;
}

interface Attachment {
  name: string;
  mediaType: string;
  content: Buffer;
}

/** What a mailto: link may carry in most programs. */
const LINES_IN_BODY = 40;

export function mailDraft(order: PurchaseOrderView, to: string | null, shopName: string): MailDraft {
  const lines = order.lines.slice(0, LINES_IN_BODY).map((line) => {
    const code = line.supplierSku ?? line.sku ?? line.barcode;
    return oneLine(`${line.quantity} x ${line.title}${code ? ` (${code})` : ''}`);
  });
  const rest = order.lines.length - lines.length;
  const body = [
    'Hello,',
    '',
    `please find our order ${order.number}${order.expectedOn ? `, expected by ${order.expectedOn}` : ''}:`,
    '',
    ...lines,
    ...(rest > 0 ? [`and ${rest} more lines: see the attached order.`] : []),
    '',
    ...(order.note ? [order.note, ''] : []),
    'Please confirm quantities, prices and the delivery date.',
    '',
    shopName,
  ].join('\n');
  return { to, subject: oneLine(`Order ${order.number} from ${shopName}`), body };
}

/** RFC 5322 with X-Unsent, so that mail programs open it as a draft. Lines end in CRLF. */
export function emlDraft(mail: MailDraft, attachments: readonly Attachment[], at: Date): string {
  const boundary = `royal-${randomUUID()}`;
  const head = [
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    ...(mail.to ? [`To: ${mail.to.replace(/[\r\n]/g, ' ')}`] : []),
    ...encodedHeader('Subject', mail.subject),
    'X-Unsent: 1',
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
  ];
  const parts = [
    [
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      ...folded(Buffer.from(mail.body.replaceAll('\n', '\r\n'), 'utf8').toString('base64')),
    ],
    ...attachments.map((one) => [
      `Content-Type: ${one.mediaType}; name="${one.name}"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${one.name}"`,
      '',
      ...folded(one.content.toString('base64')),
    ]),
  ];
  const body = parts.flatMap((part) => [`--${boundary}`, ...part]);
  return [...head, '', ...body, `--${boundary}--`, ''].join('\r\n');
}

/** RFC 2047: words of at most 75 characters, never inside a character of UTF-8. */
function encodedHeader(name: string, value: string): string[] {
  const clean = value.replace(/[\r\n]+/g, ' ');
  if (/^[\x20-\x7E]*$/.test(clean) && clean.length < 900) return [`${name}: ${clean}`];
  const words: string[] = [];
  let word = '';
  for (const char of clean) {
    if (Buffer.byteLength(word + char) > 42) {
      words.push(word);
      word = '';
    }
    word += char;
  }
  words.push(word);
  const encoded = words.map((one) => `=?utf-8?B?${Buffer.from(one, 'utf8').toString('base64')}?=`);
  return encoded.map((one, at) => (at === 0 ? `${name}: ${one}` : ` ${one}`));
}

function folded(base64: string): string[] {
  return base64.match(/.{1,76}/g) ?? [];
}
