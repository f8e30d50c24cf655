import { describe, expect, it } from 'vitest';
import { axisFormatter, axisStep, formatQuantity } from './unit';

describe('formatQuantity', () => {
  it.each([
    [9, undefined, '9'],
    [1234567, undefined, '1,234,567'],
    [123456789, undefined, '123.5M'],
    [2, 'ms', '2 ms'],
    [15350, 'ms', '15.35 s'],
    [4.431429, 's', '4.43 s'],
    [0.0255, 's', '25.5 ms'],
    [0, 's', '0 s'],
    [150747.43, 'bytes', '147.21 KB'],
    [200, 'MB', '200 MB'],
    [0.006348, 'MB', '6.5 KB'],
    [2048, 'MB', '2 GB'],
    [20.5128, '%', '20.51%'],
    [3.14159, 'dynos', '3.14 dynos'],
  ])('%d %s is %s', (value, unit, text) => {
    expect(formatQuantity(value, unit)).toBe(text);
  });
});

describe('axisFormatter', () => {
  it('keeps one unit on an axis', () => {
    const format = axisFormatter('s', 2.4);
    expect([0, 0.5, 2].map(format)).toEqual(['0', '0.5 s', '2 s']);
  });

  it('shortens large counts', () => {
    expect(axisFormatter(undefined, 12000)(12000)).toBe('12K');
  });
});

describe('axisStep', () => {
  it('is round in the unit that labels show', () => {
    expect(axisStep('MB', 1024, 4)).toBe(256);
    expect(axisStep('MB', 5300, 4)).toBe(2 * 1024);
    expect(axisStep('MB', 400, 4)).toBe(100);
    expect(axisStep('B', 3_000_000, 4)).toBe(1024 ** 2);
  });

  it('is left to the chart for other units', () => {
    expect(axisStep('ms', 4000, 4)).toBeNull();
    expect(axisStep(null, 4000, 4)).toBeNull();
  });
});
