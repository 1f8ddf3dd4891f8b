/** One of a few, by the browser's own list: for where every byte is waited for, and a phone's own wheel is better. */
import { Icon, type IconName } from './icon.tsx';

interface PlainSelectProps<T extends string> {
  /** Heard only: what it is of shows by its icon and value. */
  label: string;
  icon: IconName;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
}

export function PlainSelect<T extends string>({
  label,
  icon,
  value,
  onChange,
  options,
}: PlainSelectProps<T>) {
  return (
    <span className="button plain-select">
      <Icon name={icon} />
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}
