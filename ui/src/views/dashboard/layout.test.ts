import { describe, expect, it } from 'vitest';
import { dashboardSchema } from '../../model/dashboard';
import { mediumSpans, placePanels } from './layout';

function dashboard(structures: Record<string, unknown>, keys: string[]) {
  return dashboardSchema.parse({
    id: 'd',
    title: 'D',
    panels: keys.map((key) => ({ key, panelType: 'SumoSearchPanel' })),
    layout: {
      layoutType: 'Grid',
      layoutStructures: Object.entries(structures).map(([key, value]) => ({
        key,
        structure: typeof value === 'string' ? value : JSON.stringify(value),
      })),
    },
  });
}

const boxes = (input: ReturnType<typeof dashboard>) =>
  placePanels(input).map(({ panel, x, y, width, height }) => [panel.key, x, y, width, height]);

describe('placePanels', () => {
  it('orders panels as they are read and not as they are stored', () => {
    const input = dashboard(
      { a: { x: 12, y: 0, width: 12, height: 7 }, b: { x: 0, y: 0, width: 12, height: 7 } },
      ['a', 'b'],
    );
    expect(boxes(input)).toEqual([
      ['b', 0, 0, 12, 7],
      ['a', 12, 0, 12, 7],
    ]);
  });

  it('keeps panels on the grid and puts those without a place below', () => {
    const input = dashboard({ wide: { x: 20, y: 2, width: 30, height: 0 }, broken: '{' }, ['broken', 'wide']);
    expect(boxes(input)).toEqual([
      ['wide', 0, 2, 24, 1],
      ['broken', 0, 3, 12, 7],
    ]);
  });

  it('shows every panel where somebody can scroll to it, also two with one key', () => {
    const input = dashboard({ far: { x: 0, y: 1e9, width: 24, height: 1e9 } }, ['far', 'far']);
    expect(boxes(input)).toEqual([
      ['far', 0, 5000, 24, 100],
      ['far', 0, 5100, 12, 7],
    ]);
  });
});

describe('mediumSpans', () => {
  it.each([
    [5, 3, [8, 8, 8, 12, 12]],
    [3, 2, [12, 12, 24]],
    [2, 2, [12, 12]],
    [1, 3, [24]],
    [7, 3, [8, 8, 8, 12, 12, 12, 12]],
  ])('%d panels, %d side by side', (count, most, spans) => {
    expect(mediumSpans(count, most)).toEqual(spans);
  });
});
