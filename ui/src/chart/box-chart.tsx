import { useComputedColorScheme } from '@mantine/core';
import { BoxplotChart } from 'echarts/charts';
import { use as register } from 'echarts/core';
import { useContext, useMemo, useRef } from 'react';
import { formatFullDateTime } from '../time/format';
import { limitLines, timeLabel, valueAxis } from './axes';
import { toBoxes } from './boxes';
import classes from './chart.module.css';
import { PointChoice } from './drill';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { ink, mix, seriesColors } from './palette';
import { shorten } from './shorten';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { useBoxSize } from './use-box-size';
import { panelDecimals, panelUnit } from './visual-settings';

register([BoxplotChart]);

/** More could not be told apart. */
const mostBoxes = 200;

const parts = ['Smallest', 'Lower quartile', 'Median', 'Upper quartile', 'Largest'];

/** How values are spread: a box from quartile to quartile for each label or slice, with lines to the outermost values. */
export default function BoxChart({ title, settings, results }: DrawingProps) {
  const scheme = useComputedColorScheme('light');
  const choose = useContext(PointChoice);
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useBoxSize(frame);
  const result = useMemo(() => results.find(({ rows }) => rows.length > 0), [results]);
  const all = useMemo(() => (result ? (toBoxes(result) ?? []) : []), [result]);
  const boxes = useMemo(() => all.slice(0, mostBoxes), [all]);
  const span = result ? result.range.to - result.range.from : 0;

  const option = useMemo(() => {
    const here = ink[scheme];
    const color = seriesColors([title], scheme, settings.color?.family)[0] ?? '';
    const unit = panelUnit(settings);
    const values = boxes.flatMap((box) => box.values);
    const room = Math.max(40, width / Math.max(1, Math.min(boxes.length, 8)) - 14);
    return {
      grid: {
        left: 2,
        right: 14,
        top: 10,
        bottom: 2,
        outerBoundsMode: 'same' as const,
        outerBoundsContain: 'axisLabel' as const,
      },
      xAxis: {
        type: 'category' as const,
        data: boxes.map(({ name, at }) => (at === null ? name : timeLabel(at, span))),
        axisLine: { lineStyle: { color: here.line } },
        axisTick: { show: false },
        axisLabel: {
          color: here.muted,
          fontSize: 11,
          hideOverlap: true,
          formatter: (label: string) => shorten(label, room),
        },
      },
      yAxis: valueAxis(settings, unit, Math.max(0, ...values), here),
      tooltip: {
        ...tooltipStyle(here),
        trigger: 'axis' as const,
        axisPointer: { type: 'shadow' as const, shadowStyle: { color: here.muted, opacity: 0.08 } },
        formatter: (params: unknown) => {
          const box = boxes[(params as { dataIndex: number }[])[0]?.dataIndex ?? -1];
          if (!box) return '';
          const when = box.at === null ? '' : formatFullDateTime(box.at);
          return tooltipHtml(
            [box.name, when].filter((text) => text !== '').join(' · '),
            box.values
              .map((value, i) => ({
                name: parts[i] ?? '',
                color,
                value: formatQuantity(value, unit, panelDecimals(settings)),
              }))
              .reverse(),
          );
        },
      },
      series: [
        {
          type: 'boxplot' as const,
          data: boxes.map((box) => box.values),
          boxWidth: [3, 34],
          itemStyle: { color: mix(color, here.surface, 0.65), borderColor: color, borderWidth: 1.4 },
          emphasis: { disabled: true },
          ...limitLines(settings, scheme),
        },
      ],
    };
  }, [boxes, settings, scheme, title, width, span]);

  const pick = (index: number) => {
    const box = boxes[index];
    if (box) choose?.({ name: box.name, keys: box.keys, slice: null });
  };
  return (
    <div className={classes.column} ref={frame}>
      {width > 0 && (
        <EChart
          option={option}
          label={`${title}: box plot, ${boxes.length === 1 ? 'one box' : `${boxes.length} boxes`}`}
          {...(choose ? { onPlace: pick } : {})}
        />
      )}
      {all.length > mostBoxes && (
        <p className={classes.cut}>
          The first {mostBoxes} of {all.length} are drawn.
        </p>
      )}
    </div>
  );
}
