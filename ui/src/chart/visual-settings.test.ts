import { describe, expect, it } from 'vitest';
import {
  drawingOf,
  overrideName,
  panelDecimals,
  panelUnit,
  parseVisualSettings,
  thresholdColor,
} from './visual-settings';

const parse = (value: unknown) => parseVisualSettings(JSON.stringify(value));

describe('parseVisualSettings', () => {
  it('survives what is not JSON and keeps what is sound beside what is not', () => {
    expect(parseVisualSettings('{oops')).toEqual({});
    const settings = parse({ general: { mode: 'timeSeries', type: 7, displayType: 'stacked' }, legend: 3 });
    expect(settings.general?.mode).toBe('timeSeries');
    expect(settings.general?.type).toBeNull();
  });

  it('reads units in both forms', () => {
    expect(panelUnit(parse({ axes: { axisY: { unit: { value: 'ms', isCustom: false } } } }))).toBe('ms');
    expect(panelUnit(parse({ axes: { axisY: { unit: 's' } } }))).toBe('s');
    expect(panelUnit(parse({ svp: { unit: '%' } }))).toBe('%');
  });

  it('shows two decimals unless others are asked for', () => {
    expect(panelDecimals({})).toBe(2);
    expect(panelDecimals(parse({ axes: { axisY: { unitDecimals: 4 } } }))).toBe(4);
    expect(panelDecimals(parse({ axes: { axisY: { unitDecimals: 60 } } }))).toBe(9);
    expect(panelDecimals(parse({ svp: { rounding: 0 } }))).toBe(0);
  });
});

describe('overrideName', () => {
  it('is what the author calls a label, the last time that he says it', () => {
    const settings = parse({
      overrides: [
        { series: ['H10'], properties: { name: 'H10 Crashed' } },
        { series: ['H10'], properties: { name: 'H10 App crashed' } },
        { series: ['H12'], properties: { color: '#123456' } },
      ],
    });
    expect(overrideName(settings, 'H10')).toBe('H10 App crashed');
    expect(overrideName(settings, 'H12')).toBe('H12');
    expect(overrideName(settings, 'H14')).toBe('H14');
  });
});

describe('drawingOf', () => {
  it.each([
    [{ mode: 'timeSeries', type: 'line', displayType: 'smooth' }, 'timeSeries'],
    [{ mode: 'timeSeries', type: 'column', displayType: 'stacked' }, 'timeSeries'],
    [{ mode: 'distribution', type: 'bar' }, 'category'],
    [{ mode: 'distribution', type: 'pie' }, 'pie'],
    [{ mode: 'distribution', type: 'table' }, 'table'],
    [{ mode: 'singleValueMetrics', type: 'svp' }, 'singleValue'],
    [{ mode: 'distribution', type: 'scatter' }, 'scatter'],
    [{ mode: 'distribution', type: 'funnel' }, 'funnel'],
    [{ mode: 'distribution', type: 'sankey' }, 'sankey'],
    [{ mode: 'distribution', type: 'boxPlot' }, 'box'],
    [{ mode: 'timeSeries', type: 'box' }, 'box'],
    [{ mode: 'timeSeries', type: 'heatMap' }, 'heat'],
    [{ mode: 'timeSeries', type: 'heat map' }, 'heat'],
    [{ mode: 'honeyComb', type: 'honeyComb' }, 'honeycomb'],
    [{ mode: 'map', type: 'map' }, 'map'],
    [{ mode: 'distribution', type: 'treemap' }, 'unsupported'],
  ])('%j is drawn as %s', (general, kind) => {
    expect(drawingOf(parse({ general }))?.kind).toBe(kind);
  });

  it('leaves the choice to the data when nothing is said', () => {
    expect(drawingOf({})).toBeNull();
  });
});

describe('thresholdColor', () => {
  const thresholds = [
    { from: null, to: 1, color: 'green' },
    { from: 1, to: 10, color: 'yellow' },
    { from: 10, to: null, color: 'red' },
  ];

  it.each([
    [0, 'green'],
    [1, 'yellow'],
    [9.99, 'yellow'],
    [10, 'red'],
  ])('%d is %s', (value, color) => {
    expect(thresholdColor(value, thresholds)).toBe(color);
  });
});
