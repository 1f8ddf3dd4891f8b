/** The few drawings used: always beside a word, so hidden from screen readers. */

const PATHS = {
  crown: 'M3 8l4 4 5-7 5 7 4-4-2 11H5L3 8z',
  store: 'M4 9v10h16V9M3 9l2-5h14l2 5a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 19v-5h4v5',
  agent: 'M5 9h14v10H5zM12 9V5M9 14h.01M15 14h.01M2 13v3M22 13v3',
  check: 'M4 12.5l5 5L20 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  undo: 'M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3',
  stop: 'M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5zM9 9l6 6M15 9l-6 6',
  play: 'M7 5l12 7-12 7V5z',
  sync: 'M4 12a8 8 0 0 1 14-5l2 2M20 4v5h-5M20 12a8 8 0 0 1-14 5l-2-2M4 20v-5h5',
  unplugged:
    'M3 3l18 18M8.5 8.5L6 11a4 4 0 0 0 0 6 4 4 0 0 0 6 0l2.500-2.500M15.500 15.500L18 13a4 4 0 0 0 0-6 4 4 0 0 0-6 0L9.500 9.500',
  warning: 'M12 4l9.500 16h-19L12 4zM12 10v4M12 17h.01',
  chevron: 'M8 5l7 7-7 7',
  dot: 'M12 11.500a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
