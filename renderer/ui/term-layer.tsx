/** A definition, laid over the page beside its term; on its way once a term is asked about. */
import { Popover as Base } from '@base-ui/react/popover';
import type { RefObject } from 'react';
import { layerHost } from './layer-host.ts';
import type { Definition } from './term.tsx';

interface TermLayerProps extends Definition {
  anchor: RefObject<HTMLElement | null>;
  trueAt?: string | null;
  onClose: () => void;
}

export function TermLayer({ anchor, title, text, trueAt, onClose }: TermLayerProps) {
  return (
    <Base.Root
      open
      onOpenChange={(opens) => {
        if (!opens) onClose();
      }}
    >
      <Base.Portal container={layerHost()}>
        <Base.Positioner className="floats" anchor={anchor} sideOffset={6} collisionPadding={8}>
          <Base.Popup className="popover tip-like" initialFocus={false} finalFocus={false}>
            <Base.Title className="layer-title">{title}</Base.Title>
            <Base.Description>{text}</Base.Description>
            {trueAt && <p className="dim small">{trueAt}</p>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
