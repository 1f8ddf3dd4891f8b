/** A term of trade with its definition: on hover, focus or press, wherever the term stands. */
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  use,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import type { Definition, Definitions } from './definition.ts';

/** Put around the page by the shell. */
export const DefinitionsContext = createContext<Definitions>({});

interface TermProps {
  /** "net-sales". */
  name: string;
  /** Other words than the term's own title. */
  children?: ReactNode;
  /** "as of 12:20": when the figure beside it was last true. */
  trueAt?: string | null;
}

/** Plain words where the name has no definition. */
export function Term({ name, children, trueAt }: TermProps) {
  const definition = use(DefinitionsContext)[name];
  if (!definition) return children ?? name;
  return (
    <Explained title={definition.title} text={definition.text} trueAt={trueAt}>
      {children ?? definition.title}
    </Explained>
  );
}

interface ExplainedProps extends Definition {
  trueAt?: string | null;
  children: ReactNode;
}

const loadLayer = () => import('./term-layer.tsx').then(({ TermLayer }) => ({ default: TermLayer }));
const TermLayer = lazy(loadLayer);

/** Long enough for a pointer that only passes. */
const HOVER_MS = 200;
const LEAVE_MS = 120;

/** The same for a definition at hand. */
export function Explained({ title, text, trueAt, children }: ExplainedProps) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  const turn = (opens: boolean, after: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(opens), after);
  };
  return (
    <>
      <button
        type="button"
        className="term"
        ref={trigger}
        aria-describedby={open ? id : undefined}
        onPointerEnter={({ pointerType }) => {
          void loadLayer();
          if (pointerType === 'mouse') turn(true, HOVER_MS);
        }}
        onPointerLeave={() => turn(false, LEAVE_MS)}
        onFocus={({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible')) turn(true, 0);
        }}
        onBlur={() => turn(false, 0)}
        onClick={() => turn(true, 0)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !open) return;
          event.stopPropagation();
          turn(false, 0);
        }}
      >
        {children}
      </button>
      {open && (
        <Suspense fallback={null}>
          <TermLayer
            id={id}
            anchor={trigger}
            title={title}
            text={text}
            trueAt={trueAt}
            onClose={() => turn(false, 0)}
          />
        </Suspense>
      )}
    </>
  );
}
