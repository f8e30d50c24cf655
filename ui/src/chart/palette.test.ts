import { describe, expect, it } from 'vitest';
import { contrast, ink, mix, readable, seriesColors } from './palette';

describe('seriesColors', () => {
  it('colours status codes by class', () => {
    const colors = seriesColors(['200', '201', '304', '404', '503'], 'light');
    expect(colors[0]).toBe('#2e9a63');
    expect(colors[1]).toBe(mix('#2e9a63', '#ffffff', 0.22));
    expect(colors.slice(2)).toEqual(['#3d83d1', '#dd9a14', '#d2423f']);
  });

  it('uses the palette for anything else, and starts over after its end', () => {
    const names = Array.from({ length: 11 }, (_, i) => `web.${i}`);
    const colors = seriesColors(names, 'dark');
    expect(new Set(colors).size).toBe(10);
    expect(colors[10]).toBe(colors[0]);
  });

  it('gives app and heroku the same colours wherever they stand', () => {
    expect(seriesColors(['heroku', 'app'], 'light')).toEqual(
      seriesColors(['app', 'heroku'], 'light').reverse(),
    );
  });
});

describe('readable', () => {
  it.each(['#98ECA9', '#F2DA73', '#FFB5B5', '#fff', '#000'])('makes %s legible in both schemes', (color) => {
    for (const scheme of ['light', 'dark'] as const) {
      expect(contrast(readable(color, scheme), ink[scheme].surface)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
