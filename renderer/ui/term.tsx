/** A term of trade with its definition: on hover, focus or press, wherever the term stands. */
import { Popover as Base } from '@base-ui/react/popover';
import { createContext, type ReactNode, use } from 'react';
import { layerHost } from './layer-host.ts';

export interface Definition {
  /** "Net sales". */
  title: string;
  /** What it counts, in a sentence or two. */
  text: string;
}

export type Definitions = Readonly<Record<string, Definition>>;

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

/** The same for a definition at hand. */
export function Explained({ title, text, trueAt, children }: ExplainedProps) {
  return (
    <Base.Root>
      <Base.Trigger className="term" openOnHover delay={200}>
        {children}
      </Base.Trigger>
      <Base.Portal container={layerHost()}>
        <Base.Positioner className="floats" sideOffset={6} collisionPadding={8}>
          <Base.Popup className="popover tip-like" initialFocus={false}>
            <Base.Title className="layer-title">{title}</Base.Title>
            <Base.Description>{text}</Base.Description>
            {trueAt && <p className="dim small">{trueAt}</p>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
