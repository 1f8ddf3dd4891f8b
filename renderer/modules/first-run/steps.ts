/** The steps of setting up, and how far this person's browser came: it goes on from there. */

export const STEPS = [
  { id: 'shop', title: 'Your shop' },
  { id: 'gaps', title: 'Fill the gaps' },
  { id: 'interruptions', title: 'What may interrupt you' },
  { id: 'sync', title: 'Watch it fill' },
] as const;

export type StepId = (typeof STEPS)[number]['id'];

const KEPT = 'royal.setup';

export function isStep(text: string | undefined): text is StepId {
  return STEPS.some(({ id }) => id === text);
}

/** The step that was left; null where setting up was not begun, or is through. */
export function keptStep(): StepId | null {
  try {
    const kept = localStorage.getItem(KEPT) ?? undefined;
    return isStep(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** null: it is through. */
export function keepStep(step: StepId | null): void {
  try {
    if (step === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, step);
  } catch {
    // A browser that keeps nothing begins at the beginning; every step can be skipped.
  }
}

export function stepAfter(step: StepId): StepId | null {
  return STEPS[STEPS.findIndex(({ id }) => id === step) + 1]?.id ?? null;
}
