import { Skeleton } from '@mantine/core';
import { type RefObject, useMemo, useState } from 'react';
import { chooseDrawing, hasData, PanelDrawing } from '../../chart/drawing';
import { dataPoints } from '../../chart/data-points';
import { type DataPoint, PointChoice } from '../../chart/drill';
import { type Drawing, parseVisualSettings, type VisualSettings } from '../../chart/visual-settings';
import type { Panel } from '../../model/dashboard';
import { isPlainCount } from '../../query/plain-count';
import { fillVariables, valuesFor } from '../../query/variables';
import { QueryError } from '../../query/query-error';
import {
  drawnQueries,
  ownRange,
  type PanelQuery,
  type QueryContext,
  usePanelResults,
} from './dashboard-queries';
import { variableParameters } from './dashboard-state';
import classes from './dashboard.module.css';
import { DrawingBoundary } from './drawing-boundary';
import { DrillDown } from './drill-down';
import { PanelFrame, type PanelState } from './panel-frame';

interface SearchPanelProps {
  panel: Panel;
  context: QueryContext;
  rank: RefObject<number>;
}

export function SearchPanel({ panel, context, rank }: SearchPanelProps) {
  const settings = useMemo(() => parseVisualSettings(panel.visualSettings), [panel]);
  const shared = context.publicToken !== undefined;
  const queries = useMemo(() => drawnQueries(panel, shared), [panel, shared]);
  const queryKeys = useMemo(() => queries.map(({ key }) => key), [queries]);
  const own = useMemo(() => ownRange(panel, context), [panel, context]);
  const range = own ?? context.range;
  const results = usePanelResults(panel, queries, { ...context, range }, rank);
  // undefined: nothing is looked into; null: the panel as a whole.
  const [point, setPoint] = useState<DataPoint | null | undefined>();

  const query = queries[0]?.text ?? '';
  const filled = fillVariables(query, valuesFor(query, context.variables, context.values));
  const drawing = useMemo(() => chooseDrawing(settings, results.data ?? []), [settings, results.data]);
  const fallback = drawing.kind === 'singleValue' ? valueOfNothing(query, settings) : null;
  const undrawable = undrawableReason(panel, queries, drawing);

  const drawable = useMemo(
    () => results.data !== undefined && hasData(drawing, results.data, settings),
    [drawing, results.data, settings],
  );
  const empty = results.data !== undefined && fallback === null && !drawable;
  let state: PanelState = 'ready';
  if (undrawable === null) {
    if (results.isError) state = 'error';
    // What is still drawn may answer an earlier range or variable.
    else if (!results.data || results.isPlaceholderData) state = 'loading';
    else if (empty) state = 'empty';
  }
  const explorable = !shared && state === 'ready' && undrawable === null && !closed.has(drawing.kind);

  const body = () => {
    if (undrawable !== null) return <Note>{undrawable}</Note>;
    if (results.isError) return <QueryError error={results.error} onRetry={() => void results.refetch()} />;
    if (!results.data) return <Skeleton className={classes.skeleton} />;
    if (empty) return <Note>{emptyMessage(settings)}</Note>;
    return (
      <DrawingBoundary resetKey={results.dataUpdatedAt}>
        <PointChoice value={explorable ? setPoint : null}>
          <PanelDrawing
            title={panel.title ?? ''}
            settings={settings}
            results={results.data}
            queryKeys={queryKeys}
            query={query}
            drawing={drawing}
            fallback={fallback}
          />
        </PointChoice>
      </DrawingBoundary>
    );
  };

  return (
    <>
      <PanelFrame
        panel={panel}
        state={state}
        fetching={results.isFetching && results.data !== undefined}
        warnings={warningsOf(results.data)}
        query={shared ? null : filled}
        range={range}
        ownRange={own}
        stale={results.isPlaceholderData}
        onExplore={explorable ? () => setPoint(null) : undefined}
        body={body}
      />
      {point !== undefined && (
        <DrillDown
          panel={panel}
          query={filled}
          range={range}
          variables={variableParameters(context)}
          points={dataPoints(drawing, results.data ?? [], settings)}
          initial={point}
          onClose={() => setPoint(undefined)}
        />
      )}
    </>
  );
}

/** Drawings without points that could be looked into. */
const closed = new Set<Drawing['kind']>(['singleValue', 'map', 'text', 'unsupported']);

/** The number a single value shows when nothing matched: a count is 0, others what the author says if it is a number. */
function valueOfNothing(query: string, settings: VisualSettings): number | null {
  if (isPlainCount(query)) return 0;
  const own = settings.svp?.useNoData ? (settings.svp.noDataString ?? '') : '';
  return own.trim() !== '' && Number.isFinite(Number(own)) ? Number(own) : null;
}

function Note({ children }: { children: string }) {
  return <div className={classes.note}>{children}</div>;
}

function emptyMessage(settings: VisualSettings): string {
  const own = settings.svp?.useNoData ? settings.svp.noDataString : settings.general?.noDataMessage;
  return own === null || own === undefined || own === '' ? 'No data in this range' : own;
}

function undrawableReason(
  panel: Panel,
  queries: PanelQuery[],
  drawing: ReturnType<typeof chooseDrawing>,
): string | null {
  if (queries.length === 0) {
    const type = panel.queries?.[0]?.queryType ?? panel.panelType;
    return `Panels of type “${type}” are not drawn: Tailwater holds logs only.`;
  }
  if (drawing.kind === 'unsupported') {
    return `Panels of type “${drawing.name}” are not drawn. Open it in search to see its records.`;
  }
  return null;
}

function warningsOf(
  results: { warnings?: string[] | null; truncated?: boolean | null }[] | undefined,
): string[] {
  return (results ?? []).flatMap(({ warnings, truncated }) => [
    ...(warnings ?? []),
    ...(truncated ? ['The result was cut: not all rows are drawn.'] : []),
  ]);
}
