/** Text as it is compared in searching and sorting: without case, accents, and the two i's of Turkish. */

/** What Unicode's decomposition leaves as it is, though people type the plain letter. */
const PLAIN: Record<string, string> = {
  ı: 'i',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
};
/** Codes are, and most English: nothing of them is to be taken apart. */
const ASCII = /^[ -~]*$/;
const SPECIAL = /[ıßøđðþłæœ]/g;
/** Written without spaces between words: each sign is a word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/** "İSTANBUL Çay" and "istanbul cay" fold to the same. Also fits for sorting titles. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(SPECIAL, (sign) => PLAIN[sign]!);
}

/** The words of a text, folded; "TEA-001" has two. */
export function foldedWords(text: string): string[] {
  return fold(text)
    .replace(UNSPACED, ' $& ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether each wanted word is the beginning of one of the words. */
export function beginWith(words: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((want) => words.some((word) => word.startsWith(want)));
}
