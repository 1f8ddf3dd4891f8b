/** Texts of others (a product's title, a supplier's name) within a sentence of ours: one line, in the sentence's direction. */

/** They turn what follows them around, also beyond the text that they stand in. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;
const BREAKS = /[\s\p{Cc}]+/gu;

/** What is read stays: all scripts, marks of direction that turn nothing else, joiners. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(TURNS, '').replace(BREAKS, ' ').trim();
}
