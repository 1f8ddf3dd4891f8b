/** The name on the door. */
import { Icon } from '../ui/icon.tsx';

export function Brand() {
  return (
    <span className="brand">
      <Icon name="crown" />
      <span>
        ROYAL <em>EQUIPS</em>
      </span>
    </span>
  );
}
