/** Where the person is, what was opened before, which actions were decided here. */
import { create } from 'zustand';
import type { Place } from '../navigation/place.ts';

export interface Visited {
  /** "#/inventory/…". */
  link: string;
  title: string;
}

interface Navigation {
  place: Place | null;
  /** Of the page, where it is another than its module's. */
  title: string | null;
  /** Newest first. */
  recent: readonly Visited[];
  decidedHere: readonly number[];
  /** The emergency stop is asked about. */
  stopAsked: boolean;
  layer: Layer | null;
}

/** What of the shell's own lies over the page. */
export type Layer = 'notifications' | 'palette' | 'shortcuts';

const MOST_RECENT = 8;

export const useNavigation = create<Navigation>(() => ({
  place: null,
  title: null,
  recent: [],
  decidedHere: [],
  stopAsked: false,
  layer: null,
}));

export function setPlace(place: Place): void {
  useNavigation.setState({ place });
}

export function setTitle(title: string | null): void {
  useNavigation.setState({ title });
}

export function rememberVisit(visited: Visited): void {
  useNavigation.setState(({ recent }) => ({
    recent: [visited, ...recent.filter(({ link }) => link !== visited.link)].slice(0, MOST_RECENT),
  }));
}

export function keepInSight(id: number): void {
  useNavigation.setState(({ decidedHere }) => ({
    decidedHere: decidedHere.includes(id) ? decidedHere : [...decidedHere, id],
  }));
}

export function clearDecided(): void {
  useNavigation.setState({ decidedHere: [] });
}

export function askToStop(stopAsked: boolean): void {
  useNavigation.setState({ stopAsked, layer: null });
}

/** null closes what is open. */
export function openLayer(layer: Layer | null): void {
  useNavigation.setState({ layer });
}
