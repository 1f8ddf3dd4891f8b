/** What opens beside a control: words and controls in a popover, commands in a menu, a hint in a tip. */
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Popover as BasePopover } from '@base-ui/react/popover';
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { useLayerHost } from './layer-host.ts';

interface PopoverProps {
  /** A Button of the kit, or any element that passes props on to a button. */
  trigger: ReactElement;
  title: string;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Popover({ trigger, title, children, open, onOpenChange }: PopoverProps) {
  return (
    <BasePopover.Root open={open} onOpenChange={onOpenChange}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal container={useLayerHost()}>
        <BasePopover.Positioner className="floats" sideOffset={8} align="end" collisionPadding={8}>
          <BasePopover.Popup className="popover">
            <BasePopover.Title className="layer-title">{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}

export interface MenuItem {
  label: string;
  icon?: IconName;
  onPress: () => void;
  /** Can't be taken back. */
  danger?: boolean;
  /** Why it can't be chosen now. */
  barred?: string;
}

export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly MenuItem[] }) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal container={useLayerHost()}>
        <BaseMenu.Positioner className="floats" sideOffset={4} align="end" collisionPadding={8}>
          <BaseMenu.Popup className="options">
            {items.map(({ label, icon, onPress, danger, barred }) => (
              <BaseMenu.Item
                key={label}
                className={danger ? 'option tone-risk' : 'option'}
                disabled={barred !== undefined}
                onClick={onPress}
              >
                {icon && <Icon name={icon} />}
                <span>
                  {label}
                  {barred && <span className="option-hint">{barred}</span>}
                </span>
              </BaseMenu.Item>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** A hint on hover and focus; never the only place where something is said. The child must take a focus. */
export function Tip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} delay={300} />
      <Tooltip.Portal container={useLayerHost()}>
        <Tooltip.Positioner className="floats" sideOffset={6} collisionPadding={8}>
          <Tooltip.Popup className="tip">{text}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
