import * as z from 'zod';
import type { Dashboard, Panel } from '../../model/dashboard';

export interface PlacedPanel {
  panel: Panel;
  x: number;
  y: number;
  width: number;
  height: number;
}

const structureSchema = z.object({
  x: z.coerce.number().catch(0),
  y: z.coerce.number().catch(0),
  width: z.coerce.number().catch(12),
  height: z.coerce.number().catch(7),
});

export const gridColumns = 24;

/** Panels that are asked for and made before the others. With all of thirty at once none is drawn before all are made. */
export const firstPanels = 8;

/** What is higher or further down was not meant; a page of such a height cannot be scrolled. */
const mostRows = 100;
const lowestRow = 5_000;

function readStructure(json: string): z.infer<typeof structureSchema> | null {
  try {
    return structureSchema.parse(JSON.parse(json));
  } catch {
    return null;
  }
}

/** The panels in reading order. One without a place goes below the others: better seen there than lost. */
export function placePanels(dashboard: Dashboard): PlacedPanel[] {
  const places = new Map<string, z.infer<typeof structureSchema>>();
  for (const { key, structure } of dashboard.layout?.layoutStructures ?? []) {
    const place = readStructure(structure);
    if (place) places.set(key, place);
  }
  let bottom = Math.max(0, ...[...places.values()].map(({ y, height }) => rowOf(y) + rowsOf(height)));
  const placed = (dashboard.panels ?? []).map((panel): PlacedPanel => {
    const place = places.get(panel.key);
    // Of two panels with one key the second would cover the first.
    places.delete(panel.key);
    if (!place) {
      const y = bottom;
      bottom += 7;
      return { panel, x: 0, y, width: 12, height: 7 };
    }
    const width = clamp(Math.round(place.width), 1, gridColumns);
    return {
      panel,
      x: clamp(Math.round(place.x), 0, gridColumns - width),
      y: rowOf(place.y),
      width,
      height: rowsOf(place.height),
    };
  });
  return placed.sort((a, b) => a.y - b.y || a.x - b.x);
}

const rowOf = (y: number) => clamp(Math.round(y), 0, lowestRow);
const rowsOf = (height: number) => clamp(Math.round(height), 1, mostRows);

/**
 * How many of the 24 columns a panel takes on a screen too narrow for the layout itself. Panels of one row of the layout
 * stay together, at most `most` side by side, and share each line evenly so that no hole is left.
 */
export function mediumSpans(count: number, most: number): number[] {
  const lines = Math.ceil(count / most);
  const spans: number[] = [];
  for (let line = 0; line < lines; line++) {
    const here = Math.ceil((count - spans.length) / (lines - line));
    for (let i = 0; i < here; i++) spans.push(gridColumns / here);
  }
  return spans;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
