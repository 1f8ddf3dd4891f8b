/** Where the window stood: kept in a small file, and put back onto a display that still exists. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceFile } from '../../core/data-folder/replace-file.ts';

/** In device-independent pixels, as Electron counts them. */
const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
const windowState = z.object({
  bounds,
  displayId: z.number(),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
});

export type Bounds = z.infer<typeof bounds>;
export type WindowState = z.infer<typeof windowState>;

export interface DisplayArea {
  id: number;
  /** Without task bars and docks. */
  workArea: Bounds;
}

export const SMALLEST = { width: 360, height: 480 };
const FIRST = { width: 1440, height: 900 };

/** null where there is none yet, or it is damaged: the window opens as at first. */
export function readWindowState(path: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

export function writeWindowState(path: string, state: WindowState): void {
  replaceFile(path, JSON.stringify(state));
}

/** On the display it was on, else on the first of `displays` (the primary), and wholly inside its work area. */
export function placeWindow(state: WindowState | null, displays: readonly DisplayArea[]): Bounds {
  const kept = displays.find((display) => display.id === state?.displayId);
  const { workArea } = kept ?? displays[0]!;
  const width = clamp(state?.bounds.width ?? FIRST.width, SMALLEST.width, workArea.width);
  const height = clamp(state?.bounds.height ?? FIRST.height, SMALLEST.height, workArea.height);
  const centred = {
    x: workArea.x + Math.round((workArea.width - width) / 2),
    y: workArea.y + Math.round((workArea.height - height) / 2),
  };
  // A display that is gone took the meaning of x and y along.
  const { x, y } = kept === undefined || state === null ? centred : state.bounds;
  return {
    x: clamp(x, workArea.x, workArea.x + workArea.width - width),
    y: clamp(y, workArea.y, workArea.y + workArea.height - height),
    width,
    height,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
