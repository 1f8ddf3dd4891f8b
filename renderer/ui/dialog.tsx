/** What takes the whole attention: a dialog in the middle, a sheet from the side. The focus comes back where it was. */
import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import { IconButton } from './button.tsx';
import { LayerHostContext } from './layer-host.ts';

interface DialogProps {
  open: boolean;
  /** Called when it closes by Escape, the cross or a press outside. */
  onClose: () => void;
  title: ReactNode;
  /** A sentence under the title. */
  text?: ReactNode;
  children: ReactNode;
  /** Buttons at its end. */
  footer?: ReactNode;
  /** Takes the focus first; else the first control. */
  first?: RefObject<HTMLElement | null>;
  wide?: boolean;
}

export function Dialog({ wide, ...props }: DialogProps) {
  return <Layer {...props} className={wide ? 'dialog dialog-wide' : 'dialog'} />;
}

/** A sheet from the side; over the whole width of a phone. */
export function Sheet(props: Omit<DialogProps, 'wide'>) {
  return <Layer {...props} className="sheet" />;
}

function Layer({
  open,
  onClose,
  title,
  text,
  children,
  footer,
  first,
  className,
}: DialogProps & { className: string }) {
  const [host, setHost] = useState<HTMLElement | null>(null);
  const [before] = useState(() => document.activeElement);
  // Taken off the page as a whole, it can't hand the focus back by itself.
  useEffect(
    () => () => {
      setTimeout(() => {
        const lost = document.activeElement === document.body || document.activeElement === null;
        if (lost && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true });
      });
    },
    [before],
  );
  return (
    <Base.Root
      open={open}
      onOpenChange={(opens) => {
        if (!opens) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className={className} initialFocus={first ?? firstControl}>
          <div className="layer-head">
            <Base.Title className="layer-title">{title}</Base.Title>
            <IconButton icon="cross" label="Close" onPress={onClose} />
          </div>
          {text && <Base.Description className="dim">{text}</Base.Description>}
          <LayerHostContext value={host}>
            <div className="layer-body">{children}</div>
            {footer && <div className="layer-foot">{footer}</div>}
          </LayerHostContext>
          <div className="layer-host" ref={setHost} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Of its body: the cross at its head is the last thing wanted. */
function firstControl(): HTMLElement | true {
  const controls =
    '.layer-body :is(input, textarea, select, button, a[href], [tabindex="0"]), .layer-foot button';
  return [...document.querySelectorAll<HTMLElement>(controls)].find((one) => one.checkVisibility()) ?? true;
}
