import { useComputedColorScheme } from '@mantine/core';
import { SankeyChart as Sankey } from 'echarts/charts';
import { use as register } from 'echarts/core';
import { useContext, useMemo, useRef } from 'react';
import classes from './chart.module.css';
import { PointChoice } from './drill';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { type Flow, type Stop, toFlows } from './flows';
import { ink, seriesColors } from './palette';
import { shorten } from './shorten';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { useBoxSize } from './use-box-size';
import { panelDecimals, panelUnit } from './visual-settings';

register([Sankey]);

/** More bands than these are a tangle. */
const mostFlows = 100;

/** A stop with its gap to the next must have room for a line of text. */
const leastLabelHeight = 6;

const idOf = ({ column, label }: Stop) => `${column} ${label}`;

/** How much goes from the labels of one column to those of the next, as bands between them. */
export default function SankeyChart({ title, settings, results }: DrawingProps) {
  const scheme = useComputedColorScheme('light');
  const choose = useContext(PointChoice);
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useBoxSize(frame);
  const all = useMemo(() => {
    const result = results.find(({ rows }) => rows.length > 0);
    return result ? (toFlows(result) ?? []) : [];
  }, [results]);
  const flows = useMemo(() => all.slice(0, mostFlows), [all]);
  const stops = useMemo(
    () => [
      ...new Map(flows.flatMap(({ from, to }) => [from, to]).map((stop) => [idOf(stop), stop])).values(),
    ],
    [flows],
  );

  const option = useMemo(() => {
    const here = ink[scheme];
    const labels = [...new Set(stops.map(({ label }) => label))];
    const palette = seriesColors(labels, scheme, settings.color?.family);
    const colorOf = (label: string) => palette[labels.indexOf(label)] ?? '#77838f';
    const last = Math.max(0, ...stops.map(({ column }) => column));
    const format = (value: number) => formatQuantity(value, panelUnit(settings), panelDecimals(settings));
    // Labels stand inside, except those of the last column, which need room on the right.
    const room = Math.min(130, (width / (last + 1)) * 0.6);
    return {
      tooltip: {
        ...tooltipStyle(here),
        trigger: 'item' as const,
        formatter: (params: unknown) => {
          const { dataType, dataIndex, value } = params as {
            dataType: string;
            dataIndex: number;
            value: number;
          };
          const flow = dataType === 'edge' ? flows[dataIndex] : undefined;
          const name = flow?.name ?? stops[dataIndex]?.label ?? '';
          const color = colorOf(flow?.from.label ?? stops[dataIndex]?.label ?? '');
          return tooltipHtml(name, [{ name: '', color, value: format(value) }]);
        },
      },
      series: [
        {
          type: 'sankey' as const,
          ...{ left: 4, right: room + 8, top: 6, bottom: 6 },
          nodeWidth: 10,
          nodeGap: 7,
          draggable: false,
          emphasis: { focus: 'adjacency' as const },
          data: stops.map((stop) => ({
            name: idOf(stop),
            depth: stop.column,
            itemStyle: { color: colorOf(stop.label), borderWidth: 0 },
            // Thin stops stand close, and their labels would cover each other: the tooltip tells what they are.
            label: { show: shareOf(flows, stop) * height >= leastLabelHeight },
          })),
          links: flows.map(({ from, to, value }) => ({ source: idOf(from), target: idOf(to), value })),
          lineStyle: { color: 'source' as const, opacity: scheme === 'light' ? 0.28 : 0.34, curveness: 0.5 },
          label: {
            color: here.text,
            fontSize: 11,
            formatter: ({ dataIndex }: { dataIndex: number }) => shorten(stops[dataIndex]?.label ?? '', room),
          },
        },
      ],
    };
  }, [flows, stops, settings, scheme, width, height]);

  const pick = (index: number, kind?: string) => {
    const flow = flows[index];
    if (kind === 'edge') {
      if (flow) choose?.({ name: flow.name, keys: flow.keys, slice: null });
      return;
    }
    const stop = stops[index];
    const through = stop && flows.find(({ from, to }) => [idOf(from), idOf(to)].includes(idOf(stop)));
    const key = through?.keys[stop && idOf(through.from) === idOf(stop) ? 0 : 1];
    if (stop && key) choose?.({ name: stop.label, keys: [key], slice: null });
  };
  return (
    <div className={classes.column} ref={frame}>
      {width > 0 && (
        <EChart
          option={option}
          label={`${title}: sankey chart, ${flows
            .slice(0, 6)
            .map(({ name }) => name)
            .join(', ')}`}
          {...(choose ? { onClick: pick } : {})}
        />
      )}
      {all.length > mostFlows && (
        <p className={classes.cut}>
          The largest {mostFlows} of {all.length} flows are drawn.
        </p>
      )}
    </div>
  );
}

/** How much of its column a stop takes. */
function shareOf(flows: Flow[], stop: Stop): number {
  const through = (end: 'from' | 'to', label?: string) =>
    flows
      .filter(
        (flow) => flow[end].column === stop.column && (label === undefined || flow[end].label === label),
      )
      .reduce((sum, { value }) => sum + value, 0);
  const all = Math.max(through('from'), through('to'));
  return Math.max(through('from', stop.label), through('to', stop.label)) / all;
}
