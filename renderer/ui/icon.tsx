/** The drawings used: always beside a word, so hidden from screen readers. */
import {
  Activity,
  AlarmClock,
  ArrowDown,
  ArrowDownWideNarrow,
  ArrowRight,
  ArrowUp,
  Bell,
  Bot,
  Boxes,
  Calendar,
  Check,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleQuestionMark,
  Clock,
  Copy,
  Crown,
  Database,
  Dot,
  Download,
  Ellipsis,
  ExternalLink,
  Eye,
  FileText,
  type IconNode,
  Info,
  KeyRound,
  ListFilter,
  Lock,
  LogOut,
  Mail,
  Minus,
  OctagonX,
  Package,
  Pause,
  Pencil,
  Play,
  Plus,
  Printer,
  RefreshCw,
  ScanBarcode,
  Search,
  Settings,
  ShieldCheck,
  ShoppingBag,
  Store,
  Tag,
  Trash2,
  TriangleAlert,
  Truck,
  Undo2,
  Unplug,
  Upload,
  User,
  X,
} from 'lucide';
import { createElement, type ReactNode } from 'react';
import { onePath } from './one-path.ts';

const DRAWINGS = {
  agent: Bot,
  approvals: ShieldCheck,
  bell: Bell,
  barcode: ScanBarcode,
  calendar: Calendar,
  check: Check,
  chevron: ChevronRight,
  'chevron-down': ChevronDown,
  'chevron-left': ChevronLeft,
  clock: Clock,
  copy: Copy,
  cross: X,
  crown: Crown,
  data: Database,
  delete: Trash2,
  dot: Dot,
  down: ArrowDown,
  download: Download,
  edit: Pencil,
  elsewhere: ExternalLink,
  eye: Eye,
  file: FileText,
  filter: ListFilter,
  help: CircleQuestionMark,
  info: Info,
  inventory: Boxes,
  key: KeyRound,
  lock: Lock,
  mail: Mail,
  minus: Minus,
  more: Ellipsis,
  onward: ArrowRight,
  orders: ShoppingBag,
  pause: Pause,
  person: User,
  play: Play,
  plus: Plus,
  print: Printer,
  product: Package,
  search: Search,
  settings: Settings,
  'sign-out': LogOut,
  snooze: AlarmClock,
  sort: ArrowDownWideNarrow,
  stop: OctagonX,
  store: Store,
  sync: RefreshCw,
  system: Activity,
  tag: Tag,
  truck: Truck,
  undo: Undo2,
  unplugged: Unplug,
  up: ArrowUp,
  upload: Upload,
  warning: TriangleAlert,
} as const satisfies Record<string, IconNode>;

export type IconName = keyof typeof DRAWINGS;

export const ICON_NAMES = Object.keys(DRAWINGS) as IconName[];

/** Made once each: a page has a hundred of them. */
const strokes = new Map<IconName, ReactNode[]>();

function strokesOf(name: IconName): ReactNode[] {
  let drawn = strokes.get(name);
  if (!drawn) {
    const parts: IconNode = DRAWINGS[name];
    const paths = parts.flatMap(([tag, { d }]) => (tag === 'path' && typeof d === 'string' ? [d] : []));
    drawn = [
      ...(paths.length > 0 ? [<path key="paths" d={onePath(paths)} />] : []),
      ...parts
        .filter(([tag]) => tag !== 'path')
        .map(([tag, attributes], index) => createElement(tag, { ...attributes, key: index })),
    ];
    strokes.set(name, drawn);
  }
  return drawn;
}

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {strokesOf(name)}
    </svg>
  );
}
