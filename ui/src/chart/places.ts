import { cellNumber, cellText, fieldIndex, isNumeric, type LogQueryResult } from '../model/log-query-client';

/** Records at one place of the map. */
export interface Place {
  latitude: number;
  longitude: number;
  value: number;
  /** What the records say of the place beside its coordinates: country, city. */
  name: string;
}

/** The records of a result that have coordinates; without a number each counts one. */
export function toPlaces({ fields, rows }: LogQueryResult): Place[] {
  const latitude = fieldIndex(fields, 'latitude');
  const longitude = fieldIndex(fields, 'longitude');
  const others = fields
    .map((field, index) => ({ field, index }))
    .filter(({ index }) => index !== latitude && index !== longitude);
  const size = others.findLast(({ field }) => isNumeric(field))?.index;
  return rows.flatMap((row) => {
    const [lat, long] = [cellNumber(row[latitude]), cellNumber(row[longitude])];
    if (lat === null || long === null) return [];
    const words = others.filter(({ field }) => !isNumeric(field)).map(({ index }) => cellText(row[index]));
    return [
      {
        latitude: lat,
        longitude: long,
        value: size === undefined ? 1 : (cellNumber(row[size]) ?? 0),
        name: words
          .filter((word) => word !== '')
          .reverse()
          .join(', '),
      },
    ];
  });
}

export interface Cluster extends Place {
  /** How many places were joined. */
  places: number;
}

/** Joins places nearer to each other than `degrees` to one, at the middle weighted by their values; largest first. */
export function cluster(places: Place[], degrees: number): Cluster[] {
  const found: Cluster[] = [];
  for (const place of [...places].sort((a, b) => b.value - a.value)) {
    const near = found.find(
      ({ latitude, longitude }) =>
        Math.hypot(latitude - place.latitude, longitude - place.longitude) < degrees,
    );
    if (!near) {
      found.push({ ...place, places: 1 });
      continue;
    }
    const value = near.value + place.value;
    const weight = value === 0 ? 0 : place.value / value;
    near.latitude += (place.latitude - near.latitude) * weight;
    near.longitude += (place.longitude - near.longitude) * weight;
    near.value = value;
    near.places++;
  }
  return found.sort((a, b) => b.value - a.value);
}
