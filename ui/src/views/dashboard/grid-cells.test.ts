import { describe, expect, it } from 'vitest';
import type { Panel } from '../../model/dashboard';
import { gridCells } from './grid-cells';

function place(key: string, type: string, y: number) {
  const panel: Panel = {
    key,
    panelType: 'SumoSearchPanel',
    visualSettings: JSON.stringify({ general: { type } }),
  };
  return { panel, x: 0, y, width: 4, height: 3 };
}

describe('gridCells', () => {
  it('finds the number that has no neighbour on a phone', () => {
    const cells = gridCells([
      place('a', 'svp', 0),
      place('b', 'svp', 0),
      // Goes on with the run although it is in the next row.
      place('c', 'svp', 3),
      place('d', 'pie', 6),
      place('e', 'svp', 9),
      place('f', 'svp', 9),
    ]);
    expect(cells.filter(({ alone }) => alone).map(({ panel }) => panel.key)).toEqual(['c']);
    expect(cells.map(({ kind }) => kind)).toEqual(['single', 'single', 'single', 'pie', 'single', 'single']);
  });
});
