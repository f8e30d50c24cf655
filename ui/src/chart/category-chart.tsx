import { useComputedColorScheme } from '@mantine/core';
import { useContext, useMemo, useRef, useState } from 'react';
import { limitLines, valueAxis } from './axes';
import { toCategories } from './categories';
import classes from './chart.module.css';
import { PointChoice } from './drill';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { Legend } from './legend';
import { limitsOf } from './limits';
import { ink, isStatusCode, seriesColors } from './palette';
import { readableName } from './field-name';
import { shorten } from './shorten';
import { type Statistic, shownStatistics, summarizeValues } from './statistics';
import { textWidth } from './text-width';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { useBoxSize } from './use-box-size';
import { measureName, overrideColor, panelDecimals, panelUnit } from './visual-settings';

interface CategoryChartProps extends DrawingProps {
  shape: 'bar' | 'column' | 'line' | 'area';
  stacked: boolean;
}

/** More are cut: a chart of a thousand bars says nothing, the table in the search view says all. */
const mostCategories = 200;

/** Bars that would be lower than this, their label with them, make the panel scroll. */
const leastRowHeight = 18;
const leastBarHeight = 9;

/** Values by label: horizontal bars, columns, or a line over labels. */
export function CategoryChart(props: CategoryChartProps) {
  const { title, settings, results, fieldNames, shape, stacked } = props;
  const scheme = useComputedColorScheme('light');
  const choose = useContext(PointChoice);
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useBoxSize(box);
  const outer = useRef<HTMLDivElement>(null);
  const whole = useBoxSize(outer);
  const [shown, setShown] = useState<Set<string> | null>(null);
  const data = useMemo(() => {
    const first = results.find((result) => result.rows.length > 0) ?? results[0];
    return first ? toCategories(first) : { labels: [], keys: [], series: [] };
  }, [results]);
  const colors = useMemo(
    () =>
      seriesColors(
        data.series.map(({ name }) => name),
        scheme,
        settings.color?.family,
      ),
    [data, scheme, settings],
  );

  const nameOf = (name: string) => {
    const words = fieldNames ? name : readableName(name).name;
    return data.series.length === 1 ? measureName(settings, words) : words;
  };
  const horizontal = shape === 'bar';
  const drawn = Math.min(data.labels.length, mostCategories);
  const beside = stacked ? 1 : data.series.filter(({ name }) => shown === null || shown.has(name)).length;
  const needed = horizontal ? drawn * Math.max(leastRowHeight, beside * leastBarHeight) + 6 : 0;
  const scrolls = needed > height;

  const option = useMemo(() => {
    const unit = panelUnit(settings);
    const decimals = panelDecimals(settings);
    const format = (value: number) => formatQuantity(value, unit, decimals);
    const words = (name: string) => (fieldNames ? name : readableName(name).name);
    const here = ink[scheme];
    const labels = data.labels.slice(0, mostCategories);
    const visible = data.series
      .map((series, i) => ({
        ...series,
        label: data.series.length === 1 ? measureName(settings, words(series.name)) : words(series.name),
        color: overrideColor(settings, series.name) ?? colors[i] ?? '#77838f',
      }))
      .filter(({ name }) => shown === null || shown.has(name));
    const largest = Math.max(0, ...visible.flatMap(({ values }) => values.map((value) => value ?? 0)));
    // Status codes as labels carry their class in their colour; otherwise one colour says "one measure".
    const labelColors =
      data.series.length === 1 && labels.every(isStatusCode)
        ? seriesColors(labels, scheme, settings.color?.family)
        : null;
    // One measure has room for its numbers at the end of each bar and needs no axis.
    const numbered = horizontal && visible.length === 1;
    const numbers = numbered
      ? visible.flatMap(({ values }) =>
          values.slice(0, mostCategories).map((value) => textWidth(format(value ?? 0))),
        )
      : [];
    const room = horizontal
      ? width * 0.45
      : Math.max(40, width / Math.max(1, Math.min(labels.length, 8)) - 14);
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
        formatter: (label: string) => shorten(label, room),
      },
    };
    const ends = Math.max(largest, ...limitsOf(settings).map(({ value }) => value));
    const measure = {
      ...valueAxis(settings, unit, largest, here),
      ...(numbered
        ? {
            max: ends > largest ? ends : ('dataMax' as const),
            axisLabel: { show: false },
            splitLine: { show: false },
          }
        : {}),
      // An axis below the last of many rows would be out of sight.
      ...(scrolls ? { position: 'top' as const } : {}),
    };
    return {
      grid: {
        left: 2,
        right: numbered ? Math.ceil(Math.max(0, ...numbers)) + 10 : 14,
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
        ...(scrolls ? { position: (...args: PositionArgs) => positionInView(box.current, args) } : {}),
      },
      series: visible.map(({ label, values, color }, index) => ({
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
        ...(index === 0 ? limitLines(settings, scheme, horizontal) : {}),
        label: {
          show:
            numbered ||
            (!horizontal && visible.length === 1 && labels.length > 0 && width / labels.length > 58),
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
  }, [data, settings, scheme, shape, stacked, shown, colors, horizontal, scrolls, width, fieldNames]);

  const pick = (index: number) => {
    const name = data.labels[index];
    if (name !== undefined) choose?.({ name, keys: data.keys[index] ?? [], slice: null });
  };

  const legend = settings.legend;
  const columns = legend?.showAsTable ? tableColumns(legend.shownStatistics) : undefined;
  const side = legend?.verticalAlign === 'right' && whole.width > 420;
  const unit = panelUnit(settings);

  return (
    <div className={side ? classes.row : classes.column} ref={outer}>
      <div className={classes.column}>
        <div
          ref={box}
          className={classes.scroll}
          {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-label': `Bars of ${title}` } : {})}
        >
          <div className={classes.column} style={scrolls ? { flex: 'none', height: needed } : undefined}>
            {width > 0 && (
              <EChart
                option={option}
                label={`${title}: ${shape} chart, ${describe(data.labels)}`}
                {...(choose ? { onPlace: (x, y) => pick(horizontal ? y : x) } : {})}
              />
            )}
          </div>
        </div>
        {data.labels.length > mostCategories && (
          <p className={classes.cut}>
            The first {mostCategories} of {data.labels.length} are drawn.
          </p>
        )}
      </div>
      {(data.series.length > 1 || columns) && legend?.enabled !== false && (
        <Legend
          side={side}
          {...(columns ? { columns } : {})}
          entries={data.series.map(({ name, values }, i) => ({
            id: name,
            name: nameOf(name),
            color: overrideColor(settings, name) ?? colors[i] ?? '',
            statistics: (columns ?? []).map((statistic) => {
              const value = summarizeValues(values, statistic);
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

type PositionArgs = [
  point: [number, number],
  params: unknown,
  element: unknown,
  shape: unknown,
  size: { contentSize: [number, number] },
];

/** A tooltip's place beside the pointer, inside the part of a scrolled chart that is in sight. */
function positionInView(box: HTMLDivElement | null, [[x, y], , , , { contentSize }]: PositionArgs) {
  const [width, height] = contentSize;
  const top = box?.scrollTop ?? 0;
  const within = (least: number, value: number, most: number) => Math.max(least, Math.min(value, most));
  return [
    within(0, x + 14, (box?.clientWidth ?? 0) - width),
    within(top, y + 14, top + (box?.clientHeight ?? 0) - height),
  ];
}

function describe(labels: string[]): string {
  const first = labels.slice(0, 6).join(', ');
  return labels.length > 6 ? `${first} and ${labels.length - 6} more` : first;
}

/** The columns of a legend that is a table; labels have no latest one. */
function tableColumns(names: string[] | null | undefined): Statistic[] {
  const asked = shownStatistics(names).filter((statistic) => statistic !== 'latest');
  return asked.length > 0 ? asked : ['min', 'max', 'avg'];
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
