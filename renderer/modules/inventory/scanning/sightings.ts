/** Which codes in a picture are pieces that were not there before: each is counted once while it is held into it. */

const GONE_MS = 1_200;
/** A slow machine looks at one picture in that time, and misses a code in many: a blurred one tells nothing. */
const GONE_PICTURES = 4;

/** To be told of every picture that was looked at, with or without codes; `now` in ms of any clock. */
export function sightings(): (codes: readonly string[], now: number) => string[] {
  const known = new Map<string, { at: number; missed: number }>();
  return (codes, now) => {
    const fresh = [...new Set(codes)].filter((code) => {
      const last = known.get(code);
      return !last || (now - last.at > GONE_MS && last.missed >= GONE_PICTURES);
    });
    for (const last of known.values()) last.missed += 1;
    for (const code of codes) known.set(code, { at: now, missed: 0 });
    return fresh;
  };
}
