import { useComputedColorScheme } from '@mantine/core';
import { useContext, useMemo, useRef, useState } from 'react';
import type { LogQueryResult } from '../model/log-query-client';
import { formatFullDateTime } from '../time/format';
import classes from './chart.module.css';
import { PointChoice } from './drill';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { Legend } from './legend';
import { pickSeries } from './pick-series';
import { readableName } from './field-name';
import { ink, seriesColors } from './palette';
import { applyOverrides, fillSlices, type Series, sliceFromQuery, toTimeSeries } from './series';
import { limitLines, timeAxis, valueAxis } from './axes';
import { shownStatistics, summarize } from './statistics';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { useBoxSize } from './use-box-size';
import { measureName, panelDecimals, panelUnit, secondUnit } from './visual-settings';

interface TimeSeriesChartProps extends DrawingProps {
  shape: 'line' | 'area' | 'column';
  stacked: boolean;
  smooth: boolean;
}

export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const { title, settings, results, queryKeys, query, fieldNames, shape, stacked, smooth } = props;
  const scheme = useComputedColorScheme('light');
  const choose = useContext(PointChoice);
  const box = useRef<HTMLDivElement>(null);
  const { width } = useBoxSize(box);
  const [shown, setShown] = useState<Set<string> | null>(null);
  const { series, sliceMs } = useMemo(() => {
    const parts = results.map((result, i) => toTimeSeries(result, queryKeys?.[i] ?? 'ABCDEF'.charAt(i)));
    const sliceMs = sliceFromQuery(query) ?? parts.find((part) => part.sliceMs !== null)?.sliceMs ?? null;
    const all = applyOverrides(
      parts.flatMap((part) => part.series),
      settings,
    );
    // Transposed columns are named by values, which stay as they are.
    const asIs = fieldNames === true || /\|\s*transpose\b/i.test(query);
    for (const entry of all) {
      if (entry.name !== entry.id) continue;
      if (!asIs) entry.name = readableName(entry.id).name;
      if (all.length === 1) entry.name = measureName(settings, entry.name);
    }
    return { series: fillSlices(all, sliceMs, stacked ? 0 : null), sliceMs };
  }, [results, queryKeys, query, fieldNames, settings, stacked]);
  const visible = useMemo(
    () => series.filter((entry) => shown === null || shown.has(entry.id)),
    [series, shown],
  );

  const colors = useMemo(() => {
    const palette = seriesColors(
      series.map((entry) => entry.id),
      scheme,
      settings.color?.family,
    );
    return new Map(series.map((entry, i) => [entry.id, entry.color ?? palette[i] ?? '#77838f']));
  }, [series, scheme, settings]);

  const option = useMemo(() => {
    const unit = panelUnit(settings);
    const units = new Map(
      visible.map((entry) => [entry.name, entry.secondAxis ? secondUnit(settings) : unit]),
    );
    const [left, right] = [false, true].map((second) =>
      visible.filter((entry) => (entry.secondAxis ?? false) === second),
    );
    const colorsHere = ink[scheme];
    return {
      grid: grid(),
      xAxis: timeAxis(rangeOf(results, series), colorsHere),
      yAxis: [
        valueAxis(settings, unit, largestValue(left ?? [], stacked), colorsHere),
        ...(right && right.length > 0
          ? [valueAxis(settings, secondUnit(settings), largestValue(right, stacked), colorsHere, true)]
          : []),
      ],
      tooltip: {
        ...tooltipStyle(colorsHere),
        trigger: 'axis' as const,
        axisPointer: {
          type: 'line' as const,
          lineStyle: { color: colorsHere.muted, type: 'solid' as const },
        },
        formatter: (params: unknown) =>
          timeTooltip(params, (name, value) =>
            formatQuantity(value, units.get(name) ?? null, panelDecimals(settings)),
          ),
      },
      series: visible.map((entry, i) => ({
        ...seriesOption(entry, colors.get(entry.id) ?? '#77838f', { shape, stacked, smooth, settings }),
        ...(entry.secondAxis ? { yAxisIndex: 1 } : {}),
        ...(i === 0 ? limitLines(settings, scheme) : {}),
      })),
    };
  }, [series, visible, settings, scheme, results, colors, shape, stacked, smooth]);

  const pick = (instant: number, value: number) => {
    const found = pickSeries(visible, sliceMs, stacked, instant, value);
    if (found) choose?.(found);
  };
  const legend = settings.legend;
  const columns = legend?.showAsTable ? shownStatistics(legend.shownStatistics) : undefined;
  const side = legend?.verticalAlign === 'right' && width > 420;
  return (
    <div className={side ? classes.row : classes.column} ref={box}>
      <EChart
        option={option}
        label={`${title}: ${shape} chart over time, ${describe(series)}`}
        crosshair
        {...(choose ? { onPlace: pick } : {})}
      />
      {(series.length > 1 || columns) && legend?.enabled !== false && (
        <Legend
          side={side}
          {...(columns ? { columns } : {})}
          entries={series.map((entry) => ({
            id: entry.id,
            name: entry.name,
            color: colors.get(entry.id) ?? '',
            statistics: (columns ?? []).map((statistic) => {
              const value = summarize(entry.points, statistic);
              const unit = entry.secondAxis ? secondUnit(settings) : panelUnit(settings);
              return value === null ? '' : formatQuantity(value, unit, panelDecimals(settings));
            }),
          }))}
          shown={shown}
          onChange={setShown}
        />
      )}
    </div>
  );
}

function grid() {
  return {
    left: 2,
    right: 14,
    top: 10,
    bottom: 2,
    outerBoundsMode: 'same' as const,
    outerBoundsContain: 'axisLabel' as const,
  };
}

function describe(series: Series[]): string {
  const names = series.slice(0, 8).map(({ name }) => name);
  return series.length > 8 ? `${names.join(', ')} and ${series.length - 8} more` : names.join(', ');
}

function rangeOf(results: LogQueryResult[], series: Series[]): { from: number; to: number } {
  const first = Math.min(...series.map((entry) => entry.points[0]?.[0] ?? Infinity));
  // The first slice may begin before the range it is part of.
  return {
    from: Math.min(first, ...results.map(({ range }) => range.from)),
    to: Math.max(...results.map(({ range }) => range.to)),
  };
}

function largestValue(series: Series[], stacked: boolean): number {
  if (!stacked) return Math.max(0, ...series.flatMap((entry) => entry.points.map(([, value]) => value ?? 0)));
  const sums = new Map<number, number>();
  for (const [at, value] of series.flatMap((entry) => entry.points))
    sums.set(at, (sums.get(at) ?? 0) + (value ?? 0));
  return Math.max(0, ...sums.values());
}

function seriesOption(
  entry: Series,
  color: string,
  look: Omit<TimeSeriesChartProps, keyof DrawingProps> & Pick<DrawingProps, 'settings'>,
) {
  const { general } = look.settings;
  const column = (entry.type ?? look.shape) === 'column' || (entry.type ?? look.shape) === 'bar';
  const common = {
    name: entry.name,
    data: entry.points,
    color,
    emphasis: { disabled: true },
    ...(look.stacked ? { stack: entry.secondAxis ? 'right' : 'left' } : {}),
  };
  if (column)
    return { ...common, type: 'bar' as const, barMaxWidth: 28, barCategoryGap: '20%', large: false };
  const area = (entry.type ?? look.shape) === 'area';
  const marked = general?.markerType === 'circle';
  return {
    ...common,
    // A line that an author lays over stacked columns is a measure beside them, not the top of the stack.
    ...(look.shape === 'column' ? { stack: '' } : {}),
    type: 'line' as const,
    smooth: look.smooth ? 0.3 : false,
    // A few points between gaps would be an invisible line. Symbols take longer than lines, even those of no size.
    showSymbol: marked || entry.points.some((_, index) => isInShortRun(entry, index)),
    showAllSymbol: true,
    symbol: 'circle',
    symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) =>
      marked || isInShortRun(entry, dataIndex) ? Math.max(5, Math.min(12, general?.markerSize ?? 5)) : 0,
    lineStyle: {
      // Layers without a value would draw their lines along the top of the stack, as if they were what it is made of.
      // Below 1.4 a line breaks up on ordinary screens.
      width: area && look.stacked ? 0 : Math.max(1.4, Math.min(4, general?.lineThickness ?? 1.6)),
      type: entry.dashed || general?.lineDashType === 'dash' ? ('dashed' as const) : ('solid' as const),
    },
    ...(area
      ? {
          areaStyle: {
            opacity: look.stacked
              ? Math.max(0.6, Math.min(0.85, general?.fillOpacity ?? 0.72))
              : Math.min(0.6, general?.fillOpacity ?? 0.22),
          },
        }
      : {}),
  };
}

/** Whether a point and its neighbours up to the next gaps are too few to be seen as a line. */
function isInShortRun({ points }: Series, index: number): boolean {
  const empty = (i: number) => (points[i]?.[1] ?? null) === null;
  if (empty(index)) return false;
  let length = 1;
  for (let i = index - 1; !empty(i) && length <= shortRun; i--) length++;
  for (let i = index + 1; !empty(i) && length <= shortRun; i++) length++;
  return length <= shortRun;
}

const shortRun = 3;

interface TooltipParam {
  seriesName: string;
  color: string;
  value: [number, number | null];
}

function timeTooltip(params: unknown, format: (name: string, value: number) => string): string {
  const list = params as TooltipParam[];
  const at = list[0]?.value[0];
  const rows = list
    .filter(({ value }) => value[1] !== null)
    .sort((a, b) => (b.value[1] ?? 0) - (a.value[1] ?? 0))
    // In a stack of many keys the zeros are those that did not occur.
    .filter(({ value }, _, all) => value[1] !== 0 || all.length <= 4)
    .map(({ seriesName, color, value }) => ({
      name: seriesName,
      color,
      value: format(seriesName, value[1] ?? 0),
    }));
  if (at === undefined) return '';
  return tooltipHtml(
    formatFullDateTime(at),
    rows.length > 0 ? rows : [{ name: 'No value', color: 'transparent', value: '' }],
  );
}
