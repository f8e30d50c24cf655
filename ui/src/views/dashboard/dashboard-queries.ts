import { keepPreviousData, type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { loadCharts } from '../../chart/echart';
import type { Panel, Variable } from '../../model/dashboard';
import { ApiError } from '../../model/http';
import { runPublicQuery } from '../../model/public-dashboard-client';
import { cellText, fieldIndex, type LogQueryResult, runLogQuery } from '../../model/log-query-client';
import { QueryQueue } from '../../model/query-queue';
import { valuesFor, type VariableValues } from '../../query/variables';
import { forServer, fromDashboardRange, type TimeRange } from '../../time/time-range';

/** Browsers open six connections to one server; more at once would only wait where we cannot order them. */
const queue = new QueryQueue(6);

const panelKey = 'panel';
const variableKey = 'variable';

export interface QueryContext {
  range: TimeRange;
  variables: Variable[];
  values: VariableValues;
  /** Panels with a range of their own follow this one instead. */
  overridesPanelRanges?: boolean;
  /** Set on a page for readers without a login: they are given results, not queries. */
  publicToken?: string;
}

export interface PanelQuery {
  key: string;
  text: string;
}

/** The log queries whose results a panel draws; transient ones only feed others and are not drawn. */
export function drawnQueries(panel: Panel, withoutText = false): PanelQuery[] {
  return (panel.queries ?? []).flatMap(({ queryKey, queryType, transient, queryString }, i) =>
    (queryType ?? 'Logs') === 'Logs' && !transient && (withoutText || queryString.trim() !== '')
      ? [{ key: queryKey ?? 'ABCDEF'.charAt(i), text: queryString }]
      : [],
  );
}

type PanelRequest =
  | { query: string; variables: VariableValues; range: TimeRange }
  | { token: string; panel: string; query: string };

function runRequest(request: PanelRequest, signal: AbortSignal): Promise<LogQueryResult> {
  if ('token' in request) return runPublicQuery(request, signal);
  const { query, variables, range } = request;
  return runLogQuery(
    { query, variables, from: forServer(range.from), to: forServer(range.to), limit: 10_000 },
    signal,
  );
}

const passing = new Set([429, 503]);

/**
 * To be called with each answer; charts are loaded once. Sooner than the first answer is drawn they would be in its way,
 * later panels would wait for them. A failure is told where a chart is drawn.
 */
function loadChartsSoon(): void {
  requestAnimationFrame(() => setTimeout(() => loadCharts().catch(() => undefined)));
}

/** The range that a panel has for itself; null where it follows the dashboard's. */
export function ownRange(panel: Panel, { overridesPanelRanges }: QueryContext): TimeRange | null {
  return overridesPanelRanges ? null : fromDashboardRange(panel.timeRange);
}

/** A panel's queries. The key holds only the variables the text uses, so changing another one reruns nothing. */
function panelOptions(
  panel: Panel,
  queries: PanelQuery[],
  { range, variables, values, publicToken }: QueryContext,
  rank: () => number,
) {
  const requests = queries.map(({ key, text }): PanelRequest =>
    publicToken === undefined
      ? { query: text, variables: valuesFor(text, variables, values), range }
      : { token: publicToken, panel: panel.key, query: key },
  );
  return queryOptions({
    queryKey: [panelKey, requests],
    queryFn: ({ signal }): Promise<LogQueryResult[]> =>
      Promise.all(
        requests.map((request) =>
          queue.run(rank, signal, () => runRequest(request, signal).finally(loadChartsSoon)),
        ),
      ),
    enabled: requests.length > 0,
    // Looking for what is equal takes as long as drawing it: the range of a result is another each time.
    structuralSharing: false,
    // A busy server is asked again a little later; a mistake in a query stays one.
    retry: (failures, error) => failures < 3 && error instanceof ApiError && passing.has(error.status),
    retryDelay: (failures) => 800 * 2 ** failures,
  });
}

/** Runs a panel's queries; the last drawing stays until the next one is complete. */
export function usePanelResults(
  panel: Panel,
  queries: PanelQuery[],
  context: QueryContext,
  rank: RefObject<number>,
) {
  return useQuery({
    ...panelOptions(panel, queries, context, () => rank.current),
    placeholderData: keepPreviousData,
  });
}

/** Asks for panels that are about to be shown, the first of them first: answers come while they are made. */
export function askAhead(client: QueryClient, panels: Panel[], context: QueryContext): void {
  panels.forEach((panel, order) => {
    const range = ownRange(panel, context) ?? context.range;
    const options = panelOptions(panel, drawnQueries(panel), { ...context, range }, () => order);
    // What fails is asked again, and told, where it is shown.
    if (options.enabled) client.query(options).catch(() => undefined);
  });
}

export function refreshPanels(client: QueryClient, options: { restart: boolean }): void {
  const predicate = ({ queryKey }: { queryKey: readonly unknown[] }) =>
    queryKey[0] === panelKey || queryKey[0] === variableKey;
  void client.invalidateQueries({ predicate }, { cancelRefetch: options.restart });
}

export const panelFilter = { queryKey: [panelKey] };

/** The values a variable offers: distinct values of its query's field over the dashboard's range, or a fixed list. */
export function useVariableOptions(
  variable: Variable,
  { range, variables, values }: QueryContext,
  rank: RefObject<number>,
) {
  const source = variable.sourceDefinition;
  const query = source?.variableSourceType === 'LogQueryVariableSourceDefinition' ? (source.query ?? '') : '';
  const field = source?.field ?? '';
  const used = valuesFor(query, variables, values);
  const result = useQuery({
    queryKey: [variableKey, query, field, used, range],
    queryFn: ({ signal }) =>
      queue.run(
        () => rank.current,
        signal,
        async () => {
          const answer = await runLogQuery(
            { query, variables: used, from: forServer(range.from), to: forServer(range.to), limit: 10_000 },
            signal,
          );
          return distinctValues(answer, field);
        },
      ),
    enabled: query !== '',
    placeholderData: keepPreviousData,
  });
  const fixed =
    source?.variableSourceType === 'CsvVariableSourceDefinition'
      ? (source.values ?? '')
          .split(',')
          .map((value) => value.trim())
          .filter((value) => value !== '')
      : [];
  return {
    options: query === '' ? fixed : (result.data ?? []),
    loading: result.isFetching,
    error: result.error,
  };
}

export function distinctValues({ fields, rows }: LogQueryResult, field: string): string[] {
  const index = fieldIndex(fields, field);
  if (index < 0) return [];
  const found = new Set(rows.map((row) => cellText(row[index])));
  found.delete('');
  return [...found].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
