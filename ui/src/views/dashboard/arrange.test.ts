import { describe, expect, it } from 'vitest';
import { arrange, bottomOf, neighbourRow, onGrid } from './arrange';

const places = new Map([
  ['head', { x: 0, y: 0, width: 24, height: 1 }],
  ['a', { x: 0, y: 1, width: 12, height: 7 }],
  ['b', { x: 12, y: 1, width: 12, height: 7 }],
  ['c', { x: 0, y: 8, width: 24, height: 7 }],
]);

describe('arrange', () => {
  it('moves what is covered below the panel', () => {
    const moved = arrange(places, 'b', { x: 0, y: 1, width: 12, height: 7 });
    expect(moved.get('b')).toEqual({ x: 0, y: 1, width: 12, height: 7 });
    expect(moved.get('a')).toEqual({ x: 0, y: 8, width: 12, height: 7 });
    expect(moved.get('c')?.y).toBe(15);
  });

  it('leaves no hole behind', () => {
    const moved = arrange(places, 'a', { x: 12, y: 30, width: 12, height: 3 });
    expect(moved.get('c')?.y).toBe(8);
    expect(moved.get('a')).toEqual({ x: 12, y: 15, width: 12, height: 3 });
  });

  it('never lets two panels overlap, and keeps the order of the keys', () => {
    const moved = arrange(places, 'c', { x: 5, y: 0, width: 10, height: 4 });
    const all = [...moved.values()];
    all.forEach((one, i) =>
      all.slice(i + 1).forEach((two) => {
        const apart =
          one.x + one.width <= two.x ||
          two.x + two.width <= one.x ||
          one.y + one.height <= two.y ||
          two.y + two.height <= one.y;
        expect(apart).toBe(true);
      }),
    );
    expect([...moved.keys()]).toEqual(['head', 'a', 'b', 'c']);
  });

  it('stays where it is when nothing moves', () => {
    expect(arrange(places, 'a', { x: 0, y: 1, width: 12, height: 7 })).toEqual(places);
  });
});

it('changes places with the panel above or below', () => {
  const a = { x: 0, y: 1, width: 12, height: 7 };
  const down = arrange(places, 'a', { ...a, y: neighbourRow(places, 'a', 'down') });
  expect(down.get('a')?.y).toBe(15);
  const up = arrange(down, 'a', { ...a, y: neighbourRow(down, 'a', 'up') });
  expect(up).toEqual(places);
  expect(neighbourRow(places, 'c', 'down')).toBe(8);
});

it('keeps panels on the grid', () => {
  expect(onGrid({ x: 20, y: -2, width: 30, height: 0 })).toEqual({ x: 0, y: 0, width: 24, height: 1 });
  expect(onGrid({ x: 23, y: 4, width: 6, height: 5 })).toEqual({ x: 18, y: 4, width: 6, height: 5 });
  expect(bottomOf(places.values())).toBe(15);
});
