import type { EChartsOption } from 'echarts/types/dist/shared';
import { lazy } from 'react';

export interface EChartProps {
  option: EChartsOption;
  /** Read out instead of the picture. */
  label: string;
  /** Time charts share a vertical line at the instant under the pointer. */
  crosshair?: boolean;
  /** Called with the position of the element that was clicked; in a sankey `kind` tells nodes and edges apart. */
  onClick?: (index: number, kind?: string) => void;
  /** Called with the place on the axes that was clicked: a line is too thin to be hit. */
  onPlace?: (x: number, y: number) => void;
}

/** Begins to load what draws charts. It is large: a page asks for its data first. */
export const loadCharts = () => import('./echart-canvas');

/** An ECharts canvas that follows the size of its box. Suspends until charts can be drawn. */
export const EChart = lazy(loadCharts);
