import { useComputedColorScheme } from '@mantine/core';
import { useContext, useMemo, useRef, useState } from 'react';
import { toCategories, toSlices } from './categories';
import classes from './chart.module.css';
import { PointChoice } from './drill';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { Legend } from './legend';
import { ink, seriesColors } from './palette';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { useBoxSize } from './use-box-size';
import { overrideColor, overrideName, panelDecimals, panelUnit } from './visual-settings';

interface ShareChartProps extends DrawingProps {
  shape: 'pie' | 'funnel';
}

/**
 * Parts with their numbers in the legend, where they never overlap: a ring, of which each is a share, or a funnel, of
 * which each is what is left of the first.
 */
export function ShareChart({ title, settings, results, shape }: ShareChartProps) {
  const scheme = useComputedColorScheme('light');
  const choose = useContext(PointChoice);
  const box = useRef<HTMLDivElement>(null);
  const { width } = useBoxSize(box);
  const [shown, setShown] = useState<Set<string> | null>(null);
  const slices = useMemo(() => {
    const first = results.find((result) => result.rows.length > 0);
    const found = first ? toSlices(toCategories(first), settings.general?.maxNumOfSlices ?? 10) : [];
    return found.map((slice) => ({ ...slice, id: slice.name, name: overrideName(settings, slice.name) }));
  }, [results, settings]);
  const colors = useMemo(() => {
    const chosen = seriesColors(
      slices.filter(({ rest }) => !rest).map(({ id }) => id),
      scheme,
      settings.color?.family,
    );
    return slices.map(({ id, rest }, i) =>
      rest ? ink[scheme].line : (overrideColor(settings, id) ?? chosen[i] ?? '#77838f'),
    );
  }, [slices, scheme, settings]);
  const unit = panelUnit(settings);
  const most = panelDecimals(settings);
  const total = wholeOf(slices, shape);
  const listed = settings.legend?.enabled !== false;
  const side = width > 260 && settings.legend?.verticalAlign !== 'bottom';
  const share = (value: number) => `${((100 * value) / total).toFixed(value / total < 0.1 ? 1 : 0)}%`;

  const drawn = useMemo(
    () => slices.filter(({ name }) => shown === null || shown.has(name)),
    [slices, shown],
  );

  const option = useMemo(() => {
    const here = ink[scheme];
    const all = wholeOf(slices, shape);
    return {
      tooltip: {
        ...tooltipStyle(here),
        trigger: 'item' as const,
        formatter: (params: unknown) => {
          const { name, value, color } = params as { name: string; value: number; color: string };
          const part = `${((100 * value) / all).toFixed(1)}%`;
          return tooltipHtml(name, [{ name: part, color, value: formatQuantity(value, unit, most) }]);
        },
      },
      series: [
        {
          ...(shape === 'pie'
            ? {
                type: 'pie' as const,
                radius: [settings.general?.innerRadius ?? (listed ? '58%' : '46%'), listed ? '92%' : '74%'],
                // Parts of a few degrees have no room for a name of their own; the tooltip tells it.
                minShowLabelAngle: 14,
                startAngle: 90,
                emphasis: { scaleSize: 3 },
              }
            : {
                type: 'funnel' as const,
                ...{ left: 8, right: 8, top: 6, bottom: 6 },
                min: 0,
                max: all,
                minSize: '2%',
                gap: 2,
                labelLine: { show: false },
                emphasis: { disabled: true },
              }),
          // Without a legend the parts say themselves what they are.
          label: listed
            ? { show: false }
            : { show: true, color: here.text, formatter: '{b}', overflow: 'truncate' as const, width: 90 },
          itemStyle: { borderColor: here.surface, borderWidth: shape === 'pie' ? 2 : 0 },
          data: drawn.map((slice) => ({
            name: slice.name,
            value: slice.value,
            itemStyle: { color: colors[slices.indexOf(slice)] },
          })),
        },
      ],
    };
  }, [slices, drawn, scheme, colors, settings, unit, most, shape, listed]);

  const pick = (index: number) => {
    const slice = drawn[index];
    if (slice && !slice.rest) choose?.({ name: slice.name, keys: slice.keys, slice: null });
  };

  return (
    <div className={side ? classes.row : classes.column} ref={box}>
      {width > 0 && (
        <EChart
          option={option}
          label={`${title}: ${shape} chart, ${slices.map(({ name, value }) => `${name} ${share(value)}`).join(', ')}`}
          {...(choose ? { onClick: pick } : {})}
        />
      )}
      {listed && (
        <Legend
          side={side}
          entries={slices.map(({ name, value }, i) => ({
            id: name,
            name,
            color: colors[i] ?? '',
            ...(width > 360 ? { value: formatQuantity(value, unit, most) } : {}),
            share: share(value),
          }))}
          shown={shown}
          onChange={setShown}
        />
      )}
    </div>
  );
}

/** What a part is a share of: all of a ring, the first of a funnel. */
function wholeOf(slices: { value: number }[], shape: ShareChartProps['shape']): number {
  const values = slices.map(({ value }) => value);
  return shape === 'pie' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
}
