import { describe, expect, it } from 'vitest';
import { cluster, toPlaces } from './places';

describe('places', () => {
  const places = toPlaces({
    kind: 'records',
    fields: [
      { name: 'latitude', fieldType: 'double', keyField: true },
      { name: 'longitude', fieldType: 'double', keyField: true },
      { name: 'country_name', fieldType: 'string', keyField: true },
      { name: 'city', fieldType: 'string', keyField: true },
      { name: 'errors', fieldType: 'long' },
    ],
    rows: [
      [52.5, 13.4, 'Germany', 'Berlin', 6],
      [52.4, 13.1, 'Germany', 'Potsdam', 2],
      [40.7, -74, 'United States', 'New York', 9],
      [null, null, '', '', 1],
    ],
    range: { from: 0, to: 1 },
  });

  it('takes records with coordinates and names them', () => {
    expect(places.map(({ name, value }) => [name, value])).toEqual([
      ['Berlin, Germany', 6],
      ['Potsdam, Germany', 2],
      ['New York, United States', 9],
    ]);
  });

  it('joins neighbours and keeps the sum', () => {
    const [first, second] = cluster(places, { latitude: 2, longitude: 2 });
    expect(first).toMatchObject({ name: 'New York, United States', value: 9, places: 1 });
    expect(second).toMatchObject({ name: 'Berlin, Germany', value: 8, places: 2 });
    expect(second?.longitude).toBeCloseTo(13.325);
  });

  it('joins what comes to lie on each other', () => {
    const at = (longitude: number, value: number) => ({ latitude: 0, longitude, value, name: '' });
    // 0 and 4 become 2, which is near 6.5 although neither of them is.
    const found = cluster([at(0, 2), at(4, 2), at(6.4, 1)], { latitude: 4.5, longitude: 4.5 });
    expect(found).toEqual([expect.objectContaining({ value: 5, places: 3 })]);
  });
});
