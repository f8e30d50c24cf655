import { parseVisualSettings } from '../../chart/visual-settings';
import type { Panel } from '../../model/dashboard';
import { mediumSpans, type PlacedPanel } from './layout';

export type PanelKind = 'text' | 'single' | 'pie' | 'chart';

export interface GridCell extends PlacedPanel {
  kind: PanelKind;
  /** What its row of the layout holds: a row of single values alone can be low. */
  row: 'single' | 'mixed';
  /** Columns taken on a medium screen. */
  mediumSpan: number;
  /** On a phone, where numbers stand two by two, this one has no neighbour. */
  alone: boolean;
}

function kindOf(panel: Panel): PanelKind {
  const { general, svp } = parseVisualSettings(panel.visualSettings);
  if (panel.panelType === 'TextPanel' || general?.mode === 'TextPanel') return 'text';
  const single = general?.type === 'svp' || general?.mode === 'singleValueMetrics';
  // The half ring of a gauge needs as much height as a chart.
  if (single && !svp?.gauge?.show) return 'single';
  return general?.type === 'pie' ? 'pie' : 'chart';
}

/** The placed panels with what they need to be drawn on screens narrower than the layout was made for. */
export function gridCells(placed: PlacedPanel[]): GridCell[] {
  const rows = new Map<number, PlacedPanel[]>();
  for (const place of placed) rows.set(place.y, [...(rows.get(place.y) ?? []), place]);
  const cells = [...rows.values()].flatMap((row) => {
    const kinds = row.map(({ panel }) => kindOf(panel));
    const low = kinds.every((kind) => kind === 'single');
    const spans = mediumSpans(row.length, low ? 3 : 2);
    return row.map((place, i): GridCell => {
      return {
        ...place,
        kind: kinds[i] ?? 'chart',
        row: low ? 'single' : 'mixed',
        mediumSpan: spans[i] ?? 24,
        alone: false,
      };
    });
  });
  markAlone(cells);
  return cells;
}

/** The last of an odd number of single values that follow each other, whatever rows of the layout they are in. */
function markAlone(cells: GridCell[]): void {
  let inRun = 0;
  cells.forEach((cell, i) => {
    inRun = cell.kind === 'single' ? inRun + 1 : 0;
    cell.alone = inRun % 2 === 1 && cells[i + 1]?.kind !== 'single';
  });
}
