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

describe('families', () => {
  it('are shades of one hue, each different', () => {
    const shades = seriesColors(['a', 'b', 'c', 'd'], 'light', 'Sequential 2');
    expect(new Set(shades).size).toBe(4);
    expect(seriesColors(['a'], 'light', 'Sequential 1')).toEqual(seriesColors(['x'], 'light'));
  });

  it('go from one hue to another, or begin elsewhere', () => {
    const palette = seriesColors(['a', 'b', 'c', 'd'], 'dark');
    const diverging = seriesColors(['a', 'b', 'c'], 'dark', 'Diverging 2');
    expect([diverging[0], diverging[2]]).toEqual([palette[2], palette[3]]);
    expect(seriesColors(['a', 'b'], 'dark', 'scheme3')).toEqual([palette[2], palette[3]]);
  });

  it('count before names that have a colour; the default and unknown ones change nothing', () => {
    const names = ['200', '500'];
    expect(seriesColors(names, 'light', 'Sequential 1')).not.toEqual(seriesColors(names, 'light'));
    for (const family of ['Categorical Default', 'Rainbow', '', null])
      expect(seriesColors(names, 'light', family)).toEqual(seriesColors(names, 'light'));
  });
});
