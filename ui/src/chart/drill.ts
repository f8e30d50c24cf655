import { createContext } from 'react';
import type { SeriesKey } from './series';

/** One thing a drawing shows, told by the fields of its records and by its time. */
export interface DataPoint {
  name: string;
  keys: SeriesKey[];
  /** The slice of a chart over time, in epoch milliseconds; null for one over the whole range. */
  slice: { from: number; to: number } | null;
}

/** What a view does with a point that was clicked; null where nothing follows from it. */
export const PointChoice = createContext<((point: DataPoint) => void) | null>(null);
