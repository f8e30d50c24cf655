import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import world from 'world-atlas/countries-110m.json';

type Ring = number[][];

/**
 * The outlines of the countries as GeoJSON. They come with the program (Natural Earth, public domain), so that no server
 * learns which places are looked at.
 */
export function worldOutlines() {
  const topology = world as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const { features } = feature(topology, topology.objects.countries);
  return {
    type: 'FeatureCollection' as const,
    // Antarctica has no clients and would take a fifth of the height.
    features: features
      .filter(({ properties }) => properties.name !== 'Antarctica')
      .map((country) => {
        const { geometry } = country;
        if (geometry.type === 'Polygon')
          return { ...country, geometry: { ...geometry, coordinates: geometry.coordinates.map(unbroken) } };
        if (geometry.type === 'MultiPolygon') {
          const coordinates = geometry.coordinates.map((polygon) => polygon.map(unbroken));
          return { ...country, geometry: { ...geometry, coordinates } };
        }
        return country;
      }),
  };
}

/** A ring across the 180th meridian goes on beyond it; else it would be drawn once around the world. */
export function unbroken(ring: Ring): Ring {
  let turn = 0;
  let before: number | undefined;
  return ring.map(([longitude = 0, latitude = 0]) => {
    if (before !== undefined && Math.abs(longitude - before) > 180) turn += longitude < before ? 360 : -360;
    before = longitude;
    return [longitude + turn, latitude];
  });
}
