import { useComputedColorScheme } from '@mantine/core';
import { useContext, useMemo } from 'react';
import { valueAxis } from './axes';
import { toCategories } from './categories';
import classes from './chart.module.css';
import { PointChoice } from './drill';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { readableName } from './field-name';
import { ink, seriesColors } from './palette';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { panelDecimals, panelUnit } from './visual-settings';

/** A point for each record: two numbers place it, a third is its size. With one number the labels are the places. */
export function ScatterChart({ title, settings, results, fieldNames }: DrawingProps) {
  const scheme = useComputedColorScheme('light');
  const choose = useContext(PointChoice);
  const data = useMemo(() => {
    const first = results.find((result) => result.rows.length > 0);
    return first ? toCategories(first) : { labels: [], keys: [], series: [] };
  }, [results]);

  const option = useMemo(() => {
    const here = ink[scheme];
    const words = (name: string) => (fieldNames ? name : readableName(name).name);
    const [first, second, third] = data.series;
    const [across, up] = second ? [first, second] : [null, first];
    const unitOf = (name: string) =>
      (name === up?.name ? panelUnit(settings) : null) ?? (fieldNames ? null : readableName(name).unit);
    const unit = up ? unitOf(up.name) : null;
    const largest = (values: (number | null)[] = []) => Math.max(0, ...values.map((value) => value ?? 0));
    const biggest = largest(third?.values) || 1;
    const points = data.labels.map((name, i) => ({
      name,
      value: [across ? (across.values[i] ?? null) : i, up?.values[i] ?? null],
      symbolSize: third ? 6 + 34 * Math.sqrt(Math.max(0, third.values[i] ?? 0) / biggest) : 9,
    }));
    const label = { color: here.muted, fontSize: 11, hideOverlap: true };
    return {
      grid: {
        left: 2,
        right: 16,
        top: 4,
        bottom: 2,
        outerBoundsMode: 'same' as const,
        outerBoundsContain: 'all' as const,
      },
      xAxis: across
        ? {
            ...valueAxis({}, unitOf(across.name), largest(across.values), here),
            name: words(across.name),
            nameLocation: 'middle' as const,
            nameGap: 24,
            nameTextStyle: label,
          }
        : { type: 'category' as const, data: data.labels, axisLabel: label, axisTick: { show: false } },
      yAxis: {
        ...valueAxis(settings, unit, largest(up?.values), here),
        name: up ? words(up.name) : '',
        nameTextStyle: { ...label, align: 'left' as const },
      },
      tooltip: {
        ...tooltipStyle(here),
        trigger: 'item' as const,
        formatter: (params: unknown) => {
          const { dataIndex, color } = params as { dataIndex: number; color: string };
          return tooltipHtml(
            data.labels[dataIndex] ?? '',
            data.series.map(({ name, values }) => ({
              name: words(name),
              color,
              value: formatQuantity(values[dataIndex] ?? 0, unitOf(name), panelDecimals(settings)),
            })),
          );
        },
      },
      series: [
        {
          type: 'scatter' as const,
          data: points,
          color: seriesColors([title], scheme, settings.color?.family)[0] ?? '',
          itemStyle: { opacity: 0.7 },
          emphasis: { disabled: true },
        },
      ],
    };
  }, [data, settings, scheme, fieldNames, title]);

  const pick = (index: number) => {
    const name = data.labels[index];
    if (name !== undefined) choose?.({ name, keys: data.keys[index] ?? [], slice: null });
  };
  return (
    <div className={classes.column}>
      <EChart
        option={option}
        label={`${title}: scatter chart of ${data.labels.length} points`}
        {...(choose ? { onClick: pick } : {})}
      />
    </div>
  );
}
