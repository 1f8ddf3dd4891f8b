/** One of many, found by typing; the options may come from the database. */
import { Combobox as Base } from '@base-ui/react/combobox';
import type { Option } from './choices.tsx';
import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import { useLayerHost } from './layer-host.ts';

interface ComboboxProps extends FieldProps {
  value: Option<string> | null;
  onChange: (value: Option<string> | null) => void;
  options: readonly Option<string>[];
  placeholder?: string;
  /** Where the options are looked up: they are shown as they come, unfiltered. */
  onSearch?: (text: string) => void;
  /** Shown where nothing is found. */
  nothing?: string;
}

export function Combobox(props: ComboboxProps) {
  const { value, onChange, options, placeholder, onSearch, nothing = 'Nothing found.', ...field } = props;
  return (
    <Field {...field}>
      <Base.Root
        items={options}
        value={value}
        onValueChange={onChange}
        onInputValueChange={(text) => onSearch?.(text)}
        filter={onSearch ? null : undefined}
        isItemEqualToValue={(one, other) => one.value === other.value}
        disabled={field.disabled}
      >
        <Base.InputGroup className="control control-group">
          <Base.Input placeholder={placeholder} />
          <Base.Trigger className="control-end" aria-label="Show all">
            <Icon name="chevron-down" />
          </Base.Trigger>
        </Base.InputGroup>
        <Base.Portal container={useLayerHost()}>
          <Base.Positioner className="floats" sideOffset={4} collisionPadding={8}>
            <Base.Popup className="options">
              <Base.Empty className="options-none dim">{nothing}</Base.Empty>
              <Base.List>
                {(option: Option<string>) => (
                  <Base.Item key={option.value} value={option} className="option">
                    <span>
                      {option.label}
                      {option.hint && <span className="option-hint">{option.hint}</span>}
                    </span>
                    <Base.ItemIndicator className="option-mark">
                      <Icon name="check" />
                    </Base.ItemIndicator>
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </Field>
  );
}
