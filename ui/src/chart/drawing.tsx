import { Skeleton } from '@mantine/core';
import { lazy, memo, Suspense } from 'react';
import { toBoxes } from './boxes';
import { toCategories, toSlices } from './categories';
import { CategoryChart } from './category-chart';
import type { DrawingProps } from './drawing-props';
import { toFlows } from './flows';
import { Honeycomb } from './honeycomb';
import { limitsOf } from './limits';
import { ResultTable } from './result-table';
import { ShareChart } from './share-chart';
import { ScatterChart } from './scatter-chart';
import { SingleValuePanel } from './single-value-panel';
import { timeColumn, toTimeSeries } from './series';
import { toSingleValue } from './single-value';
import { TimeSeriesChart } from './time-series-chart';
import { type Drawing, drawingOf, panelDecimals, panelUnit, type VisualSettings } from './visual-settings';
import type { LogQueryResult } from '../model/log-query-client';

// The outlines of the world are as large as the rest of the charts.
const MapChart = lazy(() => import('./map-chart'));
// Few dashboards have these.
const BoxChart = lazy(() => import('./box-chart'));
const HeatChart = lazy(() => import('./heat-chart'));
const SankeyChart = lazy(() => import('./sankey-chart'));

/** The drawing of a panel: what its settings ask for, else what its data suggests. */
export function chooseDrawing(settings: VisualSettings, results: LogQueryResult[]): Drawing {
  const asked = drawingOf(settings);
  const first = results.find((result) => result.rows.length > 0) ?? results[0];
  // A chart of data without what it is made of is a mistake of the author's; the records still tell something.
  if (asked && first && first.rows.length > 0 && !suits(asked, first)) return { kind: 'table' };
  if (asked) return asked;
  if (!first) return { kind: 'table' };
  if (timeColumn(first.fields) >= 0)
    return { kind: 'timeSeries', shape: 'line', stacked: false, smooth: false };
  return first.fields.length === 1 && first.rows.length <= 1 ? { kind: 'singleValue' } : { kind: 'table' };
}

/** Whether records have the columns that a drawing is made of. */
function suits(drawing: Drawing, result: LogQueryResult): boolean {
  switch (drawing.kind) {
    case 'timeSeries':
    case 'heat':
      return timeColumn(result.fields) >= 0;
    case 'box':
      return toBoxes(result) !== null;
    case 'sankey':
      return toFlows(result) !== null;
    default:
      return true;
  }
}

/** Whether there is anything to draw; a result may hold rows of nothing but nulls. */
export function hasData(drawing: Drawing, results: LogQueryResult[], settings: VisualSettings): boolean {
  const [first] = results;
  if (drawing.kind === 'singleValue')
    return first !== undefined && toSingleValue(first, settings).value !== null;
  const filled = results.find((result) => result.rows.length > 0);
  if (drawing.kind === 'funnel') return filled !== undefined && toSlices(toCategories(filled), 1).length > 0;
  if (drawing.kind === 'box') return filled !== undefined && (toBoxes(filled) ?? []).length > 0;
  if (drawing.kind === 'sankey') return filled !== undefined && (toFlows(filled) ?? []).length > 0;
  if (drawing.kind === 'timeSeries' || drawing.kind === 'heat')
    return results.some((result) => toTimeSeries(result).series.length > 0);
  return results.some((result) => result.rows.length > 0);
}

interface PanelDrawingProps extends DrawingProps {
  drawing: Drawing;
  fallback: number | null;
}

/** Drawn anew only with another result or other settings, not when a panel begins to ask for the next one. */
export const PanelDrawing = memo(function PanelDrawing(props: PanelDrawingProps) {
  return (
    <Suspense fallback={<Skeleton height="100%" data-testid="chart-loading" />}>
      <ChosenDrawing {...props} />
    </Suspense>
  );
});

function ChosenDrawing({ drawing, fallback, ...props }: PanelDrawingProps) {
  switch (drawing.kind) {
    case 'timeSeries':
      return <TimeSeriesChart {...props} {...drawing} />;
    case 'category':
      return <CategoryChart {...props} {...drawing} />;
    case 'pie':
    case 'funnel':
      return <ShareChart {...props} shape={drawing.kind} />;
    case 'box':
      return <BoxChart {...props} />;
    case 'heat':
      return <HeatChart {...props} />;
    case 'sankey':
      return <SankeyChart {...props} />;
    case 'scatter':
      return <ScatterChart {...props} />;
    case 'honeycomb':
      return <Honeycomb {...props} />;
    case 'map':
      return <MapChart {...props} />;
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
