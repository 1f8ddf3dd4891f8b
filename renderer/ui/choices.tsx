/** One of a few: a select, tabs; yes or no: a switch, a checkbox. */
import { Select as BaseSelect } from '@base-ui/react/select';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { useLayerHost } from './layer-host.ts';
import { Badge } from './pill.tsx';

export interface Option<T extends string> {
  value: T;
  label: string;
  /** A few words under the label. */
  hint?: string;
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly Option<T>[];
}

interface SelectProps<T extends string> extends ChoiceProps<T> {
  hideLabel?: boolean;
  icon?: IconName;
  disabled?: boolean;
}

export function Select<T extends string>({
  label,
  value,
  onChange,
  options,
  hideLabel,
  icon,
  disabled,
}: SelectProps<T>) {
  return (
    <BaseSelect.Root
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      disabled={disabled}
      modal={false}
      onValueChange={(chosen) => {
        if (chosen !== null) onChange(chosen);
      }}
    >
      <div className="field">
        <BaseSelect.Label className={hideLabel ? 'unseen' : 'field-label'}>{label}</BaseSelect.Label>
        <BaseSelect.Trigger className="button select">
          {icon && <Icon name={icon} />}
          <BaseSelect.Value className="select-value" />
          <Icon name="chevron-down" />
        </BaseSelect.Trigger>
      </div>
      <BaseSelect.Portal container={useLayerHost()}>
        <BaseSelect.Positioner
          className="floats"
          sideOffset={4}
          alignItemWithTrigger={false}
          collisionPadding={8}
        >
          <BaseSelect.Popup className="options">
            {options.map((option) => (
              <BaseSelect.Item key={option.value} value={option.value} className="option">
                <span>
                  <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                  {option.hint && <span className="option-hint">{option.hint}</span>}
                </span>
                <BaseSelect.ItemIndicator className="option-mark">
                  <Icon name="check" />
                </BaseSelect.ItemIndicator>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}

export interface Tab<T extends string> {
  value: T;
  label: string;
  /** How many in it need a person. */
  count?: number;
  content: ReactNode;
}

interface TabsProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly Tab<T>[];
}

export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <BaseTabs.Root value={value} onValueChange={(chosen) => onChange(chosen as T)}>
      <BaseTabs.List className="tabs" aria-label={label}>
        {tabs.map((tab) => (
          <BaseTabs.Tab className="tab" key={tab.value} value={tab.value}>
            {tab.label}
            {tab.count !== undefined && <Badge count={tab.count} label={`${tab.count} waiting`} />}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {tabs.map((tab) => (
        <BaseTabs.Panel className="tab-panel" key={tab.value} value={tab.value}>
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}

interface YesNoProps {
  label: ReactNode;
  hint?: ReactNode;
  value: boolean;
  onChange: (value: boolean) => void;
  disabled?: boolean;
}

/** Works at once. */
export function Switch({ label, hint, value, onChange, disabled }: YesNoProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the primitive within
    <label className="yes-no">
      <BaseSwitch.Root className="switch" checked={value} onCheckedChange={onChange} disabled={disabled}>
        <BaseSwitch.Thumb className="switch-thumb" />
      </BaseSwitch.Root>
      <span>
        {label}
        {hint && <span className="option-hint">{hint}</span>}
      </span>
    </label>
  );
}

interface CheckboxProps extends YesNoProps {
  /** Some of what it stands for. */
  mixed?: boolean;
  /** For who does not see what stands beside it. */
  hideLabel?: boolean;
}

/** Marks one for what is done next. */
/** The platform's own: lists have fifty of them. */
export function Checkbox({
  label,
  hint,
  value,
  mixed = false,
  onChange,
  disabled,
  hideLabel,
}: CheckboxProps) {
  return (
    <label className="yes-no">
      <span className="checkbox">
        <input
          type="checkbox"
          ref={(input) => {
            if (input) input.indeterminate = mixed;
          }}
          checked={value}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {(value || mixed) && <Icon name={mixed ? 'minus' : 'check'} />}
      </span>
      <span className={hideLabel ? 'unseen' : undefined}>
        {label}
        {hint && <span className="option-hint">{hint}</span>}
      </span>
    </label>
  );
}
