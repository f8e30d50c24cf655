import { parseVisualSettings } from '../../chart/visual-settings';
import type { Panel } from '../../model/dashboard';
import { mediumSpans, type PlacedPanel } from './layout';

export type PanelKind = 'text' | 'single' | 'chart';

export interface GridCell extends PlacedPanel {
  kind: PanelKind;
  /** What its row of the layout holds: a row of single values alone can be low. */
  row: 'single' | 'mixed';
  /** Columns taken on a medium screen. */
  mediumSpan: number;
}

function kindOf(panel: Panel): PanelKind {
  const { general, svp } = parseVisualSettings(panel.visualSettings);
  if (panel.panelType === 'TextPanel' || general?.mode === 'TextPanel') return 'text';
  const single = general?.type === 'svp' || general?.mode === 'singleValueMetrics';
  // The half ring of a gauge needs as much height as a chart.
  return single && !svp?.gauge?.show ? 'single' : 'chart';
}

/** The placed panels with what they need to be drawn on screens narrower than the layout was made for. */
export function gridCells(placed: PlacedPanel[]): GridCell[] {
  const rows = Map.groupBy(placed, ({ y }) => y);
  return [...rows.values()].flatMap((row) => {
    const kinds = row.map(({ panel }) => kindOf(panel));
    const low = kinds.every((kind) => kind === 'single');
    const spans = mediumSpans(row.length, low ? 3 : 2);
    return row.map((place, i): GridCell => {
      return {
        ...place,
        kind: kinds[i] ?? 'chart',
        row: low ? 'single' : 'mixed',
        mediumSpan: spans[i] ?? 24,
      };
    });
  });
}
