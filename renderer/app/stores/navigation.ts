/** Where the person is: which action lies open, and which were decided here and stay in sight with what became of them. */
import { create } from 'zustand';

interface Navigation {
  openAction: number | null;
  decidedHere: readonly number[];
}

export const useNavigation = create<Navigation>(() => ({ openAction: null, decidedHere: [] }));

/** Opens it, or closes it where it is open. */
export function toggleAction(id: number): void {
  useNavigation.setState(({ openAction }) => ({ openAction: openAction === id ? null : id }));
}

export function keepInSight(id: number): void {
  useNavigation.setState(({ decidedHere }) => ({
    decidedHere: decidedHere.includes(id) ? decidedHere : [...decidedHere, id],
  }));
}

export function clearDecided(): void {
  useNavigation.setState({ decidedHere: [] });
}
