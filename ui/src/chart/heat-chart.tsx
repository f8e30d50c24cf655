import { useComputedColorScheme } from '@mantine/core';
import { useContext, useMemo, useRef } from 'react';
import { formatFullDateTime } from '../time/format';
import { timeLabel } from './axes';
import classes from './chart.module.css';
import { PointChoice } from './drill';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { readableName } from './field-name';
import { familyColors, ink, mix, seriesColors } from './palette';
import { applyOverrides, fillSlices, sliceFromQuery, toTimeSeries } from './series';
import { shorten } from './shorten';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { useBoxSize } from './use-box-size';
import { panelDecimals, panelUnit } from './visual-settings';

/** A row lower than this makes the panel scroll. */
const leastRowHeight = 16;

/** Values as colours: a row for each series, a column for each slice. */
export default function HeatChart({ title, settings, results, queryKeys, query, fieldNames }: DrawingProps) {
  const scheme = useComputedColorScheme('light');
  const choose = useContext(PointChoice);
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useBoxSize(frame);
  const { series, times, sliceMs } = useMemo(() => {
    const read = results.map((result, i) => toTimeSeries(result, queryKeys?.[i] ?? 'ABCDEF'.charAt(i)));
    const sliceMs = sliceFromQuery(query) ?? read.find((part) => part.sliceMs !== null)?.sliceMs ?? null;
    const asIs = fieldNames === true || /\|\s*transpose\b/i.test(query);
    const all = applyOverrides(
      read.flatMap((part) => part.series),
      settings,
    ).map((entry) =>
      asIs || entry.name !== entry.id ? entry : { ...entry, name: readableName(entry.id).name },
    );
    const filled = fillSlices(all, sliceMs, null);
    return { series: filled, times: filled[0]?.points.map(([at]) => at) ?? [], sliceMs };
  }, [results, queryKeys, query, fieldNames, settings]);
  const cells = useMemo(
    () =>
      series.flatMap(({ points }, row) =>
        points.flatMap(([, value], column) => (value === null ? [] : [[column, row, value] as const])),
      ),
    [series],
  );
  const [least, largest] = useMemo(
    () => cells.reduce(([low, high], [, , value]) => [Math.min(low, value), Math.max(high, value)], [0, 0]),
    [cells],
  );
  const colors = useMemo(() => {
    const [hue = ''] = seriesColors([title], scheme);
    const { surface, text } = ink[scheme];
    return (
      familyColors(settings.color?.family, 5, scheme) ?? [mix(hue, surface, 0.88), hue, mix(hue, text, 0.45)]
    );
  }, [settings, scheme, title]);
  const unit = panelUnit(settings);
  const decimals = panelDecimals(settings);
  const needed = series.length * leastRowHeight + 22;
  const scrolls = needed > height;

  const option = useMemo(() => {
    const here = ink[scheme];
    const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
    const label = { color: here.muted, fontSize: 11, hideOverlap: true };
    return {
      grid: {
        left: 2,
        right: 14,
        top: 4,
        bottom: 2,
        outerBoundsMode: 'same' as const,
        outerBoundsContain: 'axisLabel' as const,
      },
      xAxis: {
        type: 'category' as const,
        data: times.map((at) => timeLabel(at, span)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: label,
      },
      yAxis: {
        type: 'category' as const,
        data: series.map(({ name }) => name),
        inverse: true,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { ...label, formatter: (name: string) => shorten(name, width * 0.3) },
      },
      visualMap: { show: false, min: least, max: largest, inRange: { color: colors } },
      tooltip: {
        ...tooltipStyle(here),
        trigger: 'item' as const,
        formatter: (params: unknown) => {
          const { value, color } = params as { value: [number, number, number]; color: string };
          const name = series[value[1]]?.name ?? '';
          return tooltipHtml(formatFullDateTime(times[value[0]] ?? 0), [
            { name, color, value: formatQuantity(value[2], unit, decimals) },
          ]);
        },
      },
      series: [
        {
          type: 'heatmap' as const,
          data: cells.map((cell) => [...cell]),
          itemStyle: { borderColor: here.surface, borderWidth: times.length > 120 ? 0 : 1 },
          emphasis: { itemStyle: { borderColor: here.text } },
        },
      ],
    };
  }, [series, times, cells, least, largest, colors, scheme, unit, decimals, width]);

  const pick = (index: number) => {
    const [column, row] = cells[index] ?? [];
    const entry = row === undefined ? undefined : series[row];
    const from = column === undefined ? undefined : times[column];
    if (!entry || from === undefined) return;
    choose?.({
      name: entry.name,
      keys: entry.keys.length > 0 ? entry.keys : [{ field: '', value: entry.id }],
      slice: sliceMs === null ? null : { from, to: from + sliceMs },
    });
  };
  return (
    <div className={classes.column}>
      <div
        ref={frame}
        className={classes.scroll}
        {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-label': `Rows of ${title}` } : {})}
      >
        <div className={classes.column} style={scrolls ? { flex: 'none', height: needed } : undefined}>
          {width > 0 && (
            <EChart
              option={option}
              label={`${title}: heat map over time of ${series
                .map(({ name }) => name)
                .slice(0, 8)
                .join(', ')}`}
              {...(choose ? { onClick: pick } : {})}
            />
          )}
        </div>
      </div>
      <div className={classes.scale}>
        <span>{formatQuantity(least, unit, decimals)}</span>
        <i style={{ background: `linear-gradient(90deg, ${colors.join(', ')})` }} />
        <span>{formatQuantity(largest, unit, decimals)}</span>
      </div>
    </div>
  );
}
