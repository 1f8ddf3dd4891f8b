/** What fields are read from and asked with. */

/** A stored object, or one made up for an answer. */
export type Stored = Record<string, unknown>;
export type Arguments = Record<string, unknown>;
