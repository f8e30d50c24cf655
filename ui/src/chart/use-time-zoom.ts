import type { ECharts } from 'echarts/core';
import { type RefObject, useContext, useEffect, useRef } from 'react';
import { TimeZoom } from './time-zoom';

/** A shorter drag is a click whose hand trembled. */
const leastPixels = 8;

/**
 * Dragging over a time chart narrows the view to the time under the drag. Only with a mouse: on a touch screen the same
 * gesture scrolls.
 */
export function useTimeZoom(chart: RefObject<ECharts | null>, area: RefObject<HTMLDivElement | null>): void {
  const zoom = useContext(TimeZoom);
  const handler = useRef(zoom);
  useEffect(() => {
    handler.current = zoom;
  });

  useEffect(() => {
    const current = chart.current;
    const shade = area.current;
    if (!current || !shade) return;
    let start: number | null = null;
    const canvas = current.getZr();
    const instantAt = (x: number) => current.convertFromPixel({ xAxisIndex: 0 }, x);

    const down = (event: { offsetX: number; offsetY: number; event: Event }) => {
      const inside = current.containPixel('grid', [event.offsetX, event.offsetY]);
      if (handler.current === null || !inside || !(event.event instanceof MouseEvent) || isTouch(event.event))
        return;
      start = event.offsetX;
    };
    const move = (event: { offsetX: number }) => {
      if (start === null) return;
      const wide = Math.abs(event.offsetX - start) >= leastPixels;
      shade.style.opacity = wide ? '1' : '0';
      shade.style.left = `${Math.min(start, event.offsetX)}px`;
      shade.style.width = `${Math.abs(event.offsetX - start)}px`;
    };
    const end = (event: { offsetX: number } | null) => {
      shade.style.opacity = '0';
      if (start === null) return;
      const from = start;
      start = null;
      if (event === null || Math.abs(event.offsetX - from) < leastPixels) return;
      const times = [instantAt(from), instantAt(event.offsetX)].map(Number).sort((a, b) => a - b);
      handler.current?.(Math.floor(times[0] ?? 0), Math.ceil(times[1] ?? 0));
    };
    canvas.on('mousedown', down);
    canvas.on('mousemove', move);
    canvas.on('mouseup', end);
    const leave = () => end(null);
    canvas.on('globalout', leave);
    return () => {
      if (current.isDisposed()) return;
      canvas.off('mousedown', down);
      canvas.off('mousemove', move);
      canvas.off('mouseup', end);
      canvas.off('globalout', leave);
    };
  }, [chart, area]);
}

function isTouch(event: MouseEvent): boolean {
  return event instanceof PointerEvent && event.pointerType !== 'mouse';
}
