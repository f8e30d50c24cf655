import type { LogQueryResult } from '../model/log-query-client';
import { toBoxes } from './boxes';
import { toCategories } from './categories';
import type { DataPoint } from './drill';
import { toFlows } from './flows';
import { applyOverrides, toTimeSeries } from './series';
import type { Drawing, VisualSettings } from './visual-settings';

/** More would make a list nobody reads. */
const mostPoints = 200;

/** Everything a drawing shows that can be looked into: the series of a chart over time, the labels of others. */
export function dataPoints(
  drawing: Drawing,
  results: LogQueryResult[],
  settings: VisualSettings,
): DataPoint[] {
  switch (drawing.kind) {
    case 'timeSeries':
    case 'heat': {
      const series = results.flatMap((result) => toTimeSeries(result).series);
      return applyOverrides(series, settings)
        .slice(0, mostPoints)
        .map(({ id, name, keys }) => ({
          name,
          keys: keys.length > 0 ? keys : [{ field: '', value: id }],
          slice: null,
        }));
    }
    case 'category':
    case 'pie':
    case 'funnel':
    case 'scatter':
    case 'honeycomb':
    case 'table': {
      const first = results.find((result) => result.rows.length > 0);
      if (!first) return [];
      const { labels, keys } = toCategories(first);
      return labels.slice(0, mostPoints).map((name, i) => ({ name, keys: keys[i] ?? [], slice: null }));
    }
    case 'box':
    case 'sankey': {
      const first = results.find((result) => result.rows.length > 0);
      const points = first ? (drawing.kind === 'box' ? toBoxes(first) : toFlows(first)) : null;
      return (points ?? []).slice(0, mostPoints).map(({ name, keys }) => ({ name, keys, slice: null }));
    }
    case 'singleValue':
    case 'map':
    case 'text':
    case 'unsupported':
      return [];
  }
}
