import type { Place } from '../../model/dashboard-document';
import { gridColumns } from './layout';

export type Places = ReadonlyMap<string, Place>;

function overlap(a: Place, b: Place): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The place nearest to the one wanted that lies on the grid. */
export function onGrid({ x, y, width, height }: Place): Place {
  const wide = Math.max(2, Math.min(gridColumns, width));
  return {
    x: Math.max(0, Math.min(gridColumns - wide, x)),
    y: Math.max(0, y),
    width: wide,
    height: Math.max(1, height),
  };
}

/**
 * Puts one panel where it was dragged to: what it covers moves down below it, and then everything moves up as far as it
 * can, so that no hole stays behind.
 */
export function arrange(places: Places, key: string, wanted: Place): Map<string, Place> {
  const settled: [string, Place][] = [];
  const free = (place: Place) => !settled.some(([, other]) => overlap(place, other));
  const queue = [...new Map([...places, [key, onGrid(wanted)] as const])].sort(
    ([a, one], [b, two]) => one.y - two.y || Number(b === key) - Number(a === key) || one.x - two.x,
  );
  for (const [name, place] of queue) {
    let y = place.y;
    while (!free({ ...place, y })) y++;
    while (y > 0 && free({ ...place, y: y - 1 })) y--;
    settled.push([name, { ...place, y }]);
  }
  const found = new Map(settled);
  // In the order they came in: the stored layout keeps its order.
  return new Map([...places].map(([name, place]) => [name, found.get(name) ?? place]));
}

/**
 * The row at which a panel changes places with the one above or below it; its own where there is none. One row further
 * would not do: panels move up again as far as they can.
 */
export function neighbourRow(places: Places, key: string, direction: 'up' | 'down'): number {
  const place = places.get(key);
  if (!place) return 0;
  const column = [...places]
    .filter(([other, { x, width }]) => other !== key && x < place.x + place.width && place.x < x + width)
    .map(([, other]) => other);
  const above = column.filter(({ y }) => y < place.y).map(({ y }) => y);
  const below = column.filter(({ y }) => y > place.y).map(({ y }) => y + 1);
  if (direction === 'up') return above.length > 0 ? Math.max(...above) : place.y;
  return below.length > 0 ? Math.min(...below) : place.y;
}

/** The row below all panels. */
export function bottomOf(places: Iterable<Place>): number {
  return Math.max(0, ...[...places].map(({ y, height }) => y + height));
}
