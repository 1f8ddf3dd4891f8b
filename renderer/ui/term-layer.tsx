/** A definition, laid over the page beside its term; on its way once a term is asked about. */
import { Tooltip } from '@base-ui/react/tooltip';
import type { RefObject } from 'react';
import type { Definition } from './definition.ts';
import { useLayerHost } from './layer-host.ts';

interface TermLayerProps extends Definition {
  /** What the term names as its description. */
  id: string;
  anchor: RefObject<HTMLElement | null>;
  trueAt?: string | null;
  onClose: () => void;
}

export function TermLayer({ id, anchor, title, text, trueAt, onClose }: TermLayerProps) {
  return (
    <Tooltip.Root
      open
      onOpenChange={(opens) => {
        if (!opens) onClose();
      }}
    >
      <Tooltip.Portal container={useLayerHost()}>
        <Tooltip.Positioner className="floats" anchor={anchor} sideOffset={6} collisionPadding={8}>
          <Tooltip.Popup className="popover tip-like" id={id} role="tooltip">
            <p className="layer-title">{title}</p>
            <p>{text}</p>
            {trueAt && <p className="dim small">{trueAt}</p>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
