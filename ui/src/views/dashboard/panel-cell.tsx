import { useEffect, useRef } from 'react';
import { parseVisualSettings } from '../../chart/visual-settings';
import type { QueryContext } from './dashboard-queries';
import classes from './dashboard.module.css';
import type { PlacedPanel } from './layout';
import { SearchPanel } from './search-panel';
import { TextPanel } from './text-panel';

interface PanelCellProps {
  place: PlacedPanel;
  order: number;
  context: QueryContext;
}

/** Behind every panel in sight, whatever its order. */
const outOfSight = 10_000;

/** A panel's place in the grid. It also knows whether it is near the viewport: those panels load first. */
export function PanelCell({ place, order, context }: PanelCellProps) {
  const { panel, x, y, width, height } = place;
  const cell = useRef<HTMLDivElement>(null);
  const rank = useRef(order);

  useEffect(() => {
    const element = cell.current;
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

  const general = parseVisualSettings(panel.visualSettings).general;
  const isText = panel.panelType === 'TextPanel' || general?.mode === 'TextPanel';
  const kind = isText
    ? 'text'
    : general?.type === 'svp' || general?.mode === 'singleValueMetrics'
      ? 'single'
      : 'chart';
  return (
    <div
      ref={cell}
      className={classes.cell}
      data-kind={kind}
      style={{ gridColumn: `${x + 1} / span ${width}`, gridRow: `${y + 1} / span ${height}` }}
    >
      {isText ? <TextPanel panel={panel} /> : <SearchPanel panel={panel} context={context} rank={rank} />}
    </div>
  );
}
