import { describe, expect, it } from 'vitest';
import { honeycombLayout } from './honeycomb-layout';

describe('honeycombLayout', () => {
  it.each([1, 2, 7, 30, 250])('keeps %d cells inside the box', (count) => {
    const { radius, combs } = honeycombLayout(count, 400, 180);
    expect(combs).toHaveLength(count);
    for (const { x, y } of combs) {
      expect(x + (radius * Math.sqrt(3)) / 2).toBeLessThanOrEqual(400.01);
      expect(y + radius).toBeLessThanOrEqual(180.01);
    }
  });

  it('makes cells larger when there is more room', () => {
    expect(honeycombLayout(30, 800, 400).radius).toBeGreaterThan(honeycombLayout(30, 400, 200).radius);
  });
});
