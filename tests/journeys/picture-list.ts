/** docs/screenshots/pictures.json: which pictures are kept, of what, and what to look for in them. */
import { z } from 'zod';

const keptPicture = z.object({
  file: z.string(),
  width: z.int(),
  look: z.string(),
  /** Of the file: who puts another picture there says so here. */
  sha256: z.string(),
});

export type KeptPicture = z.infer<typeof keptPicture>;

export const pictureList = z.array(keptPicture);
