import { BarChart, FunnelChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import {
  AxisPointerComponent,
  GeoComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components';
import { type ECharts, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useLayoutEffect, useRef } from 'react';
import classes from './chart.module.css';
import { onCrosshair, showCrosshair } from './crosshair';
import type { EChartProps } from './echart';
import { useTimeZoom } from './use-time-zoom';

register([
  BarChart,
  FunnelChart,
  HeatmapChart,
  LineChart,
  PieChart,
  ScatterChart,
  AxisPointerComponent,
  GeoComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** A canvas does not inherit the page's font. */
const fontFamily = "'Inter Variable', system-ui, sans-serif";

/** An ECharts canvas that follows the size of its box. */
export default function EChartCanvas({ option, label, crosshair = false, onClick, onPlace }: EChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);
  const shade = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const created = init(element, null, { renderer: 'canvas' });
    chart.current = created;
    const observer = new ResizeObserver(() => {
      const { clientWidth, clientHeight } = element;
      // The first report repeats the size the chart was made with.
      if (clientWidth === created.getWidth() && clientHeight === created.getHeight()) return;
      created.resize();
      created.getZr().flush();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.dispose();
      chart.current = null;
    };
  }, []);

  // Drawn in the frame that shows the panel as ready, complete and without movement.
  useLayoutEffect(() => {
    const current = chart.current;
    if (!current) return;
    current.setOption(
      { animation: false, stateAnimation: { duration: 0 }, textStyle: { fontFamily }, ...option },
      { notMerge: true },
    );
    current.getZr().flush();
  }, [option]);

  useEffect(() => {
    const current = chart.current;
    if (!crosshair || !current) return;
    const canvas = current.getZr();
    canvas.on('mousemove', (event) => {
      const inside = current.containPixel('grid', [event.offsetX, event.offsetY]);
      const instant = inside ? current.convertFromPixel({ xAxisIndex: 0 }, event.offsetX) : null;
      showCrosshair(current, typeof instant === 'number' ? instant : null);
    });
    canvas.on('globalout', () => showCrosshair(current, null));
    return onCrosshair((source, instant) => {
      if (!line.current || current.isDisposed()) return;
      const x =
        instant === null || source === current ? null : current.convertToPixel({ xAxisIndex: 0 }, instant);
      const visible = typeof x === 'number' && x >= 0 && x <= current.getWidth();
      line.current.style.opacity = visible ? '1' : '0';
      if (visible) line.current.style.transform = `translateX(${Math.round(x)}px)`;
    });
  }, [crosshair]);

  useTimeZoom(chart, shade);

  const click = useRef(onClick);
  useEffect(() => {
    click.current = onClick;
  });
  const clickable = onClick !== undefined;
  useEffect(() => {
    const current = chart.current;
    if (!clickable || !current) return;
    current.on('click', ({ dataIndex, dataType }) => click.current?.(dataIndex, dataType));
  }, [clickable]);

  const place = useRef(onPlace);
  useEffect(() => {
    place.current = onPlace;
  });
  const placeable = onPlace !== undefined;
  useEffect(() => {
    const current = chart.current;
    if (!placeable || !current) return;
    const canvas = current.getZr();
    const choose = ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      if (!current.containPixel('grid', [offsetX, offsetY])) return;
      const [x, y] = current.convertFromPixel('grid', [offsetX, offsetY]);
      if (x !== undefined && y !== undefined) place.current?.(x, y);
    };
    canvas.on('click', choose);
    return () => {
      if (!current.isDisposed()) canvas.off('click', choose);
    };
  }, [placeable]);

  return (
    <div className={classes.chart} role="img" aria-label={label}>
      <div ref={box} className={classes.canvas} />
      {crosshair && <div ref={line} className={classes.crosshair} />}
      {crosshair && <div ref={shade} className={classes.shade} />}
    </div>
  );
}
