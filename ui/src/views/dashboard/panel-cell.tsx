import { type CSSProperties, useEffect, useRef } from 'react';
import type { QueryContext } from './dashboard-queries';
import classes from './dashboard.module.css';
import type { GridCell } from './grid-cells';
import { SearchPanel } from './search-panel';
import { TextPanel } from './text-panel';
import type { Arranging } from './use-arranging';

interface PanelCellProps {
  cell: GridCell;
  order: number;
  context: QueryContext;
  /** null while panels may not be moved. */
  arranging: Arranging | null;
}

/** Behind every panel in sight, whatever its order. */
const outOfSight = 10_000;

/** A panel's place in the grid. It also knows whether it is near the viewport: those panels load first. */
export function PanelCell({ cell, order, context, arranging }: PanelCellProps) {
  const { panel, x, y, width, height, kind, mediumSpan, row, alone } = cell;
  const name =
    panel.title === null || panel.title === undefined || panel.title === '' ? 'the text' : panel.title;
  const box = useRef<HTMLDivElement>(null);
  const rank = useRef(order);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        rank.current = entry?.isIntersecting ? order : outOfSight + order;
      },
      { rootMargin: '240px 0px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [order]);

  return (
    <div
      ref={box}
      className={classes.cell}
      data-kind={kind}
      data-row={row}
      data-alone={alone || undefined}
      data-editing={arranging ? true : undefined}
      data-moving={arranging?.moving === panel.key || undefined}
      style={
        {
          gridColumn: `${x + 1} / span ${width}`,
          gridRow: `${y + 1} / span ${height}`,
          '--medium-span': mediumSpan,
        } as CSSProperties
      }
    >
      {kind === 'text' ? (
        <TextPanel panel={panel} editing={arranging !== null} />
      ) : (
        <SearchPanel panel={panel} context={context} rank={rank} />
      )}
      {arranging && (
        <>
          <button
            type="button"
            className={classes.grip}
            aria-label={`Move ${name}: arrow keys move it, with Shift they resize it`}
            {...arranging.mover(panel.key)}
          />
          <button
            type="button"
            className={classes.resize}
            aria-label={`Resize ${name} with the arrow keys`}
            {...arranging.resizer(panel.key)}
          />
        </>
      )}
    </div>
  );
}
