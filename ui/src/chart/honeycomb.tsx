import { useComputedColorScheme } from '@mantine/core';
import { type ReactNode, useContext, useMemo, useRef } from 'react';
import { toCategories } from './categories';
import classes from './chart.module.css';
import { type DataPoint, PointChoice } from './drill';
import type { DrawingProps } from './drawing-props';
import { hexagon, honeycombLayout } from './honeycomb-layout';
import { ink, mix, seriesColors } from './palette';
import { shorten } from './shorten';
import { formatQuantity } from './unit';
import { useBoxSize } from './use-box-size';
import { panelDecimals, panelUnit, thresholdColor } from './visual-settings';

/** More are too small to be told apart. */
const mostCells = 500;

/** A cell for each record, in the colour of the range its number lies in. */
export function Honeycomb({ title, settings, results }: DrawingProps) {
  const scheme = useComputedColorScheme('light');
  const choose = useContext(PointChoice);
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useBoxSize(box);
  const data = useMemo(() => {
    const first = results.find((result) => result.rows.length > 0);
    return first ? toCategories(first) : { labels: [], keys: [], series: [] };
  }, [results]);
  const values = data.series[0]?.values ?? [];
  const count = Math.min(data.labels.length, mostCells);
  const { radius, combs } = useMemo(() => honeycombLayout(count, width, height), [count, width, height]);
  const thresholds = settings.honeyComb?.thresholds ?? settings.svp?.thresholds;
  const plain = mix(seriesColors([title], scheme)[0] ?? '', ink[scheme].surface, 0.55);

  return (
    <div ref={box} className={classes.column}>
      <svg className={classes.honeycomb} role="group" aria-label={`${title}: honeycomb of ${count} cells`}>
        {combs.map((comb, i) => {
          const value = values[i] ?? null;
          const name = data.labels[i] ?? '';
          const text =
            value === null ? '–' : formatQuantity(value, panelUnit(settings), panelDecimals(settings));
          const color = value === null ? null : thresholdColor(value, thresholds);
          return (
            <Cell
              key={name}
              path={hexagon(comb, radius)}
              // Threshold colours are pastels made for dark text; on a dark surface they are toned down.
              color={color ? mix(color, ink[scheme].surface, scheme === 'dark' ? 0.6 : 0) : plain}
              point={{ name, keys: data.keys[i] ?? [], slice: null }}
              text={text}
              choose={choose}
            >
              {radius > 24 && (
                <>
                  <text x={comb.x} y={comb.y - 2} fontSize={11}>
                    {shorten(name, radius * 1.4)}
                  </text>
                  <text x={comb.x} y={comb.y + 13} fontSize={12} className={classes.combValue}>
                    {shorten(text, radius * 1.4)}
                  </text>
                </>
              )}
            </Cell>
          );
        })}
      </svg>
      {data.labels.length > mostCells && (
        <p className={classes.cut}>
          The first {mostCells} of {data.labels.length} are drawn.
        </p>
      )}
    </div>
  );
}

interface CellProps {
  path: string;
  color: string;
  point: DataPoint;
  text: string;
  choose: ((point: DataPoint) => void) | null;
  children: ReactNode;
}

function Cell({ path, color, point, text, choose, children }: CellProps) {
  const label = `${point.name}: ${text}`;
  const open = () => choose?.(point);
  return (
    <g
      className={classes.comb}
      role={choose ? 'button' : 'img'}
      tabIndex={choose ? 0 : undefined}
      aria-label={label}
      style={choose ? { cursor: 'pointer' } : undefined}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          open();
        }
      }}
    >
      <title>{label}</title>
      <path d={path} fill={color} />
      {children}
    </g>
  );
}
