/** What a term of trade means. */
export interface Definition {
  /** "Net sales". */
  title: string;
  /** What it counts, in a sentence or two. */
  text: string;
}

export type Definitions = Readonly<Record<string, Definition>>;
