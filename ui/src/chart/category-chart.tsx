import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { valueAxis } from './axes';
import { toCategories } from './categories';
import classes from './chart.module.css';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { Legend } from './legend';
import { ink, isStatusCode, seriesColors } from './palette';
import { shorten } from './shorten';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { measureName, overrideColor, panelDecimals, panelUnit } from './visual-settings';

interface CategoryChartProps extends DrawingProps {
  shape: 'bar' | 'column' | 'line' | 'area';
  stacked: boolean;
}

/** More than fit are cut: a chart of a thousand bars says nothing, the table in the search view says all. */
const mostCategories = 200;

/** Values by label: horizontal bars, columns, or a line over labels. */
export function CategoryChart({ title, settings, results, shape, stacked }: CategoryChartProps) {
  const scheme = useComputedColorScheme('light');
  const { ref, width, height } = useElementSize();
  const [shown, setShown] = useState<Set<string> | null>(null);
  const data = useMemo(() => {
    const first = results.find((result) => result.rows.length > 0) ?? results[0];
    return first ? toCategories(first) : { labels: [], series: [] };
  }, [results]);
  const colors = useMemo(
    () =>
      seriesColors(
        data.series.map(({ name }) => name),
        scheme,
      ),
    [data, scheme],
  );

  const option = useMemo(() => {
    const unit = panelUnit(settings);
    const decimals = panelDecimals(settings);
    const format = (value: number) => formatQuantity(value, unit, decimals);
    const here = ink[scheme];
    const horizontal = shape === 'bar';
    const labels = data.labels.slice(0, mostCategories);
    const visible = data.series
      .map((series, i) => ({
        ...series,
        label: data.series.length === 1 ? measureName(settings, series.name) : series.name,
        color: overrideColor(settings, series.name) ?? colors[i] ?? '#77838f',
      }))
      .filter(({ name }) => shown === null || shown.has(name));
    const largest = Math.max(0, ...visible.flatMap(({ values }) => values.map((value) => value ?? 0)));
    // Status codes as labels carry their class in their colour; otherwise one colour says "one measure".
    const labelColors =
      data.series.length === 1 && labels.every(isStatusCode) ? seriesColors(labels, scheme) : null;
    const roomy = horizontal && labels.length > 0 && height / labels.length > 17 && visible.length === 1;
    const categoryAxis = {
      type: 'category' as const,
      data: labels,
      inverse: horizontal,
      axisLine: { show: !horizontal, lineStyle: { color: here.line } },
      axisTick: { show: false },
      axisLabel: {
        color: here.muted,
        fontSize: 11,
        hideOverlap: true,
        ...(horizontal || width / labels.length > 42 ? { interval: 0 } : { interval: 'auto' as const }),
        formatter: (label: string) => shorten(label, labelRoom(horizontal, width, labels.length)),
      },
    };
    const measure = {
      ...valueAxis(settings, unit, largest, here),
      ...(roomy ? { max: 'dataMax' as const, axisLabel: { show: false }, splitLine: { show: false } } : {}),
    };
    return {
      grid: {
        left: 2,
        right: roomy ? 58 : 14,
        top: horizontal ? 4 : 20,
        bottom: 2,
        outerBoundsMode: 'same' as const,
        outerBoundsContain: 'axisLabel' as const,
      },
      xAxis: horizontal ? measure : categoryAxis,
      yAxis: horizontal ? categoryAxis : measure,
      tooltip: {
        ...tooltipStyle(here),
        trigger: 'axis' as const,
        axisPointer: { type: 'shadow' as const, shadowStyle: { color: here.muted, opacity: 0.08 } },
        formatter: (params: unknown) => categoryTooltip(params, data.labels, format),
      },
      series: visible.map(({ label, values, color }) => ({
        name: label,
        type: shape === 'line' || shape === 'area' ? ('line' as const) : ('bar' as const),
        data: values
          .slice(0, mostCategories)
          .map((value, i) => (labelColors ? { value, itemStyle: { color: labelColors[i] } } : value)),
        color,
        barMaxWidth: horizontal ? 20 : 44,
        barCategoryGap: '32%',
        emphasis: { disabled: true },
        itemStyle: { borderRadius: stacked ? 0 : horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] },
        ...(shape === 'area' ? { areaStyle: { opacity: 0.22 } } : {}),
        ...(stacked ? { stack: 'all' } : {}),
        label: {
          show:
            roomy || (!horizontal && visible.length === 1 && labels.length > 0 && width / labels.length > 58),
          position: horizontal ? ('right' as const) : ('top' as const),
          color: here.text,
          fontSize: 11,
          formatter: (item: { value?: unknown }) =>
            // Columns stand closer than bars: their labels are shorter, the tooltip is exact.
            typeof item.value === 'number'
              ? formatQuantity(item.value, unit, horizontal ? decimals : Math.min(1, decimals))
              : '',
        },
      })),
    };
  }, [data, settings, scheme, shape, stacked, shown, colors, width, height]);

  return (
    <div className={classes.column} ref={ref}>
      <EChart option={option} label={`${title}: ${shape} chart, ${describe(data.labels)}`} />
      {data.series.length > 1 && settings.legend?.enabled !== false && (
        <Legend
          entries={data.series.map(({ name }, i) => ({ id: name, name, color: colors[i] ?? '' }))}
          shown={shown}
          onChange={setShown}
        />
      )}
    </div>
  );
}

/** How many characters of a label fit: a third of the width beside bars, its own slot under columns. */
function labelRoom(horizontal: boolean, width: number, count: number): number {
  const pixels = horizontal
    ? Math.min(width * 0.36, 260)
    : Math.max(40, width / Math.max(1, Math.min(count, 8)) - 14);
  return Math.max(6, Math.floor(pixels / 6.2));
}

function describe(labels: string[]): string {
  const first = labels.slice(0, 6).join(', ');
  return labels.length > 6 ? `${first} and ${labels.length - 6} more` : first;
}

interface TooltipParam {
  seriesName: string;
  color: string;
  dataIndex: number;
  value: number | null;
}

function categoryTooltip(params: unknown, labels: string[], format: (value: number) => string): string {
  const list = params as TooltipParam[];
  const index = list[0]?.dataIndex;
  if (index === undefined) return '';
  const rows = list
    .filter(({ value }) => value !== null)
    .map(({ seriesName, color, value }) => ({ name: seriesName, color, value: format(value ?? 0) }));
  return tooltipHtml(labels[index] ?? '', rows);
}
