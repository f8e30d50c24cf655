import { useDeferredValue, useMemo, useRef } from 'react';
import type { Dashboard } from '../../model/dashboard';
import type { Places } from './arrange';
import type { QueryContext } from './dashboard-queries';
import classes from './dashboard.module.css';
import { gridCells } from './grid-cells';
import { HintArea } from './hint-area';
import { firstPanels, type PlacedPanel, placePanels } from './layout';
import { PanelCell } from './panel-cell';
import { useArranging } from './use-arranging';

interface DashboardGridProps {
  dashboard: Dashboard;
  context: QueryContext;
  /** Called when panels were moved; null while they may not be. */
  onArranged: ((places: Places) => void) | null;
}

/** The panels at their places; while editing, with handles to move and resize them. */
export function DashboardGrid({ dashboard, context, onArranged }: DashboardGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const placed = useMemo(() => placePanels(dashboard), [dashboard]);
  const places = useMemo(() => placesOf(placed), [placed]);
  const arranging = useArranging(places, grid, (next) => onArranged?.(next));
  const { draft } = arranging;
  const cells = useMemo(
    () => gridCells(placed.map((cell) => ({ ...cell, ...draft?.get(cell.panel.key) }))),
    [placed, draft],
  );
  const complete = useDeferredValue(true, false);
  return (
    <HintArea
      className={classes.grid}
      ref={grid}
      aria-busy={!complete}
      data-testid="panels"
      data-editing={onArranged ? true : undefined}
    >
      {(complete ? cells : cells.slice(0, firstPanels)).map((cell, index) => (
        <PanelCell
          key={cell.panel.key}
          cell={cell}
          order={index}
          context={context}
          arranging={onArranged ? arranging : null}
        />
      ))}
    </HintArea>
  );
}

function placesOf(placed: PlacedPanel[]): Places {
  return new Map(placed.map(({ panel, x, y, width, height }) => [panel.key, { x, y, width, height }]));
}
