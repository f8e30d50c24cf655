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

/** How near two places are to each other that lie on each other when drawn. */
export interface Nearness {
  /** Degrees of latitude. */
  latitude: number;
  /** Degrees of longitude. */
  longitude: number;
}

/** Joins places that are near each other to one, at the middle weighted by their values; largest first. */
export function cluster(places: Place[], near: Nearness): Cluster[] {
  let found = joined(
    places.map((place) => ({ ...place, places: 1 })),
    near,
  );
  // A joined place has moved, perhaps onto another.
  for (let before = places.length; found.length < before;) {
    before = found.length;
    found = joined(found, near);
  }
  return found;
}

function joined(places: Cluster[], near: Nearness): Cluster[] {
  const found: Cluster[] = [];
  for (const place of [...places].sort((a, b) => b.value - a.value)) {
    const to = found.find(
      ({ latitude, longitude }) =>
        Math.hypot(
          (latitude - place.latitude) / near.latitude,
          (longitude - place.longitude) / near.longitude,
        ) < 1,
    );
    if (!to) {
      found.push({ ...place });
      continue;
    }
    const value = to.value + place.value;
    const weight = value === 0 ? 0 : place.value / value;
    to.latitude += (place.latitude - to.latitude) * weight;
    to.longitude += (place.longitude - to.longitude) * weight;
    to.value = value;
    to.places += place.places;
  }
  return found.sort((a, b) => b.value - a.value);
}
