import { lazy, Suspense } from 'react';
import { CategoryChart } from './category-chart';
import type { DrawingProps } from './drawing-props';
import { Honeycomb } from './honeycomb';
import { limitsOf } from './limits';
import { PieChart } from './pie-chart';
import { ResultTable } from './result-table';
import { ScatterChart } from './scatter-chart';
import { SingleValuePanel } from './single-value-panel';
import { timeColumn, toTimeSeries } from './series';
import { toSingleValue } from './single-value';
import { TimeSeriesChart } from './time-series-chart';
import { type Drawing, drawingOf, panelDecimals, panelUnit, type VisualSettings } from './visual-settings';
import type { LogQueryResult } from '../model/log-query-client';

// The outlines of the world are as large as the rest of the charts.
const MapChart = lazy(() => import('./map-chart'));

/** The drawing of a panel: what its settings ask for, else what its data suggests. */
export function chooseDrawing(settings: VisualSettings, results: LogQueryResult[]): Drawing {
  const asked = drawingOf(settings);
  const first = results.find((result) => result.rows.length > 0) ?? results[0];
  // A chart over time of data without a time is a mistake of the author's; the records still tell something.
  if (asked?.kind === 'timeSeries' && first && first.rows.length > 0 && timeColumn(first.fields) < 0)
    return { kind: 'table' };
  if (asked) return asked;
  if (!first) return { kind: 'table' };
  if (timeColumn(first.fields) >= 0)
    return { kind: 'timeSeries', shape: 'line', stacked: false, smooth: false };
  return first.fields.length === 1 && first.rows.length <= 1 ? { kind: 'singleValue' } : { kind: 'table' };
}

/** Whether there is anything to draw; a result may hold rows of nothing but nulls. */
export function hasData(drawing: Drawing, results: LogQueryResult[], settings: VisualSettings): boolean {
  const [first] = results;
  if (drawing.kind === 'singleValue')
    return first !== undefined && toSingleValue(first, settings).value !== null;
  if (drawing.kind === 'timeSeries') return results.some((result) => toTimeSeries(result).series.length > 0);
  return results.some((result) => result.rows.length > 0);
}

interface PanelDrawingProps extends DrawingProps {
  drawing: Drawing;
  fallback: number | null;
}

export function PanelDrawing({ drawing, fallback, ...props }: PanelDrawingProps) {
  switch (drawing.kind) {
    case 'timeSeries':
      return <TimeSeriesChart {...props} {...drawing} />;
    case 'category':
      return <CategoryChart {...props} {...drawing} />;
    case 'pie':
      return <PieChart {...props} />;
    case 'scatter':
      return <ScatterChart {...props} />;
    case 'honeycomb':
      return <Honeycomb {...props} />;
    case 'map':
      return (
        <Suspense fallback={null}>
          <MapChart {...props} />
        </Suspense>
      );
    case 'singleValue':
      return <SingleValuePanel {...props} fallback={fallback} />;
    case 'table': {
      const result = props.results.find(({ rows }) => rows.length > 0);
      return result ? (
        <ResultTable
          result={result}
          label={`Rows of ${props.title}`}
          unit={panelUnit(props.settings)}
          decimals={panelDecimals(props.settings)}
          fieldNames={props.fieldNames ?? false}
          limits={limitsOf(props.settings)}
        />
      ) : null;
    }
    case 'text':
    case 'unsupported':
      return null;
  }
}
