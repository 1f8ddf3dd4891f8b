/** What the figures mean, for the terms on the page: on their way once the first screen is there. */
import { useEffect, useState } from 'react';
import type { Definitions } from '../ui/definition.ts';

/** Empty until `ready`; a term without a definition is plain words. */
export function useDefinitions(ready: boolean): Definitions {
  const [definitions, setDefinitions] = useState<Definitions>({});
  useEffect(() => {
    if (!ready) return;
    let wanted = true;
    import('../../shared/definitions.ts').then(
      ({ DEFINITIONS }) => {
        if (!wanted) return;
        setDefinitions(
          Object.fromEntries(
            Object.entries(DEFINITIONS).map(([name, { label, meaning, unit, source }]) => [
              name,
              { title: label, text: `${meaning} Counted in ${unit}; from ${source}.` },
            ]),
          ),
        );
      },
      () => {
        // Terms stay plain words; the page says by itself that it is not connected.
      },
    );
    return () => {
      wanted = false;
    };
  }, [ready]);
  return definitions;
}
