import { useComputedColorScheme } from '@mantine/core';
import { registerMap } from 'echarts/core';
import { useMemo, useRef } from 'react';
import classes from './chart.module.css';
import type { DrawingProps } from './drawing-props';
import { EChart } from './echart';
import { limitColors } from './limits';
import { ink, seriesColors } from './palette';
import { cluster, toPlaces } from './places';
import { tooltipHtml, tooltipStyle } from './tooltip';
import { formatQuantity } from './unit';
import { useBoxSize } from './use-box-size';
import { panelDecimals, panelUnit, thresholdColor } from './visual-settings';
import { worldOutlines } from './world';

registerMap('world', worldOutlines() as Parameters<typeof registerMap>[1]);

/** Circles whose middles are nearer than this would lie on each other. */
const nearPixels = 24;

/** What is drawn of the world, without Antarctica; a degree of longitude is drawn shorter than one of latitude. */
const world = { longitude: 360, latitude: 140, shortening: 0.75 };

/** Records by latitude and longitude, as circles by size or as a heat map. */
export default function MapChart({ title, settings, results }: DrawingProps) {
  const scheme = useComputedColorScheme('light');
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useBoxSize(box);
  const places = useMemo(() => results.flatMap(toPlaces), [results]);
  const heat = settings.map?.mainMetric?.layerType?.toLowerCase() === 'heat';

  const option = useMemo(() => {
    const here = ink[scheme];
    const unit = panelUnit(settings);
    const format = (value: number) => formatQuantity(value, unit, panelDecimals(settings));
    const clusters = cluster(places, nearness(width, height));
    const largest = Math.max(1, ...clusters.map(({ value }) => value));
    const colors = settings.map?.mainMetric?.colorThresholds;
    const plain = seriesColors([title], scheme)[0] ?? '';
    return {
      geo: {
        map: 'world',
        roam: true,
        left: 4,
        right: 4,
        top: 4,
        bottom: 4,
        scaleLimit: { min: 1, max: 12 },
        silent: true,
        itemStyle: { areaColor: here.grid, borderColor: here.line, borderWidth: 0.5 },
      },
      ...(heat
        ? {
            visualMap: {
              show: false,
              min: 0,
              max: largest,
              inRange: { color: [plain, limitColors[scheme].warning, limitColors[scheme].critical] },
            },
          }
        : {}),
      tooltip: {
        ...tooltipStyle(here),
        trigger: 'item' as const,
        formatter: (params: unknown) => {
          const { dataIndex, color } = params as { dataIndex: number; color: string };
          const found = clusters[dataIndex];
          if (!found) return '';
          const more = found.places > 1 ? ` and ${found.places - 1} near it` : '';
          const place = found.name === '' ? coordinates(found) : found.name;
          return tooltipHtml(place + more, [{ name: title, color, value: format(found.value) }]);
        },
      },
      series: [
        heat
          ? {
              type: 'heatmap' as const,
              coordinateSystem: 'geo' as const,
              data: clusters.map(({ longitude, latitude, value }) => [longitude, latitude, value]),
              pointSize: 14,
              blurSize: 18,
            }
          : {
              type: 'scatter' as const,
              coordinateSystem: 'geo' as const,
              data: clusters.map(({ longitude, latitude, value }) => ({
                value: [longitude, latitude, value],
                symbolSize: diameter(value, largest),
                itemStyle: { color: thresholdColor(value, colors) ?? plain },
                // Small circles have no room for their number; the tooltip has it.
                label: { show: diameter(value, largest) >= 16, formatter: format(value) },
              })),
              itemStyle: { opacity: 0.85, borderColor: here.surface, borderWidth: 1 },
              label: { color: here.surface, fontSize: 10, fontWeight: 600, position: 'inside' as const },
              emphasis: { disabled: true },
            },
      ],
    };
  }, [places, settings, scheme, heat, title, width, height]);

  return (
    <div className={classes.column} ref={box}>
      <EChart option={option} label={`${title}: map, ${describe(places)}`} />
    </div>
  );
}

/** The degrees that `nearPixels` are in a map that fits into a box. */
function nearness(width: number, height: number) {
  const pixels = Math.max(
    0.1,
    Math.min(width / (world.longitude * world.shortening), height / world.latitude),
  );
  return { latitude: nearPixels / pixels, longitude: nearPixels / pixels / world.shortening };
}

/** The area of a circle grows with its value. */
function diameter(value: number, largest: number): number {
  return 9 + 21 * Math.sqrt(value / largest);
}

function coordinates({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return `${latitude.toFixed(1)}, ${longitude.toFixed(1)}`;
}

function describe(places: ReturnType<typeof toPlaces>): string {
  const names = places.slice(0, 6).map((place) => (place.name === '' ? coordinates(place) : place.name));
  return places.length > 6 ? `${names.join('; ')} and ${places.length - 6} more` : names.join('; ');
}
