import { createContext } from 'react';

/** What a view does with a time range dragged on one of its charts; null where ranges are not changed that way. */
export const TimeZoom = createContext<((from: number, to: number) => void) | null>(null);
