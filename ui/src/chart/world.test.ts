import { expect, it } from 'vitest';
import { unbroken, worldOutlines } from './world';

it('goes on beyond the 180th meridian', () => {
  const ring = [
    [170, 60],
    [179, 61],
    [-175, 62],
    [-178, 58],
    [178, 57],
    [170, 60],
  ];
  expect(unbroken(ring).map(([longitude]) => longitude)).toEqual([170, 179, 185, 182, 178, 170]);
});

it('has the countries but not Antarctica', () => {
  const names = worldOutlines().features.map(({ properties }) => properties.name);
  expect(names).toContain('Australia');
  expect(names).not.toContain('Antarctica');
});
