import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Dashboard, Variable } from '../../model/dashboard';
import { defaultValues, type VariableValues } from '../../query/variables';
import type { QueryContext } from './dashboard-queries';
import { defaultRange, fromDashboardRange, sameRange, type TimeRange } from '../../time/time-range';

const variablePrefix = 'var.';

/** The shell reads it too, and hides itself. */
export const kioskParameter = 'kiosk';

export interface DashboardState {
  /** What its panels ask about. */
  context: QueryContext;
  /** The range the dashboard was saved with. */
  savedRange: TimeRange;
  /** Seconds between automatic refreshes, 0 for none. */
  refreshSeconds: number;
  /** Nothing but panels is shown: for a screen on the wall. */
  kiosk: boolean;
  setRange: (range: TimeRange) => void;
  setRefreshSeconds: (seconds: number) => void;
  setValue: (name: string, values: string[]) => void;
  setOverridesPanelRanges: (overrides: boolean) => void;
  setKiosk: (kiosk: boolean) => void;
}

/** What a person chose on a dashboard. It lives in the URL; what equals the dashboard's own default is left out. */
export function useDashboardState(dashboard: Dashboard): DashboardState {
  const [parameters, setParameters] = useSearchParams();
  const ownRange = useMemo(() => rangeOf(dashboard), [dashboard]);
  const ownRefresh = dashboard.refreshInterval ?? 0;
  const refresh = parameters.get('refresh');
  const context = useMemo(() => chosenContext(dashboard, parameters), [dashboard, parameters]);

  const change = useCallback(
    (edit: (next: URLSearchParams) => void) =>
      setParameters(
        (current) => {
          const next = new URLSearchParams(current);
          edit(next);
          return next;
        },
        // As a transition, a control would show its old value until thirty panels have rendered.
        { flushSync: true },
      ),
    [setParameters],
  );

  return {
    context,
    savedRange: ownRange,
    refreshSeconds: refresh === null ? ownRefresh : Math.max(0, Number(refresh) || 0),
    kiosk: parameters.get(kioskParameter) === '1',
    setRange: (chosen) =>
      change((next) => {
        const own = sameRange(chosen, ownRange);
        put(next, 'from', own ? null : chosen.from);
        put(next, 'to', own ? null : chosen.to);
      }),
    setRefreshSeconds: (seconds) =>
      change((next) => put(next, 'refresh', seconds === ownRefresh ? null : String(seconds))),
    setValue: (name, chosen) =>
      change((next) => {
        const variable = dashboard.variables?.find((candidate) => candidate.name === name);
        if (variable) putValues(next, variable, chosen);
      }),
    setOverridesPanelRanges: (overrides) => change((next) => put(next, 'override', overrides ? '1' : null)),
    setKiosk: (kiosk) => change((next) => put(next, kioskParameter, kiosk ? '1' : null)),
  };
}

function rangeOf(dashboard: Dashboard): TimeRange {
  return fromDashboardRange(dashboard.timeRange) ?? defaultRange;
}

/** What panels ask about when the dashboard is opened with an address. */
export function chosenContext(dashboard: Dashboard, parameters: URLSearchParams): QueryContext {
  const variables = dashboard.variables ?? [];
  const from = parameters.get('from');
  return {
    range: from ? { from, to: parameters.get('to') ?? 'now' } : rangeOf(dashboard),
    variables,
    values: chosenValues(variables, parameters),
    overridesPanelRanges: parameters.get('override') === '1',
  };
}

/** The values of variables, by their address or by default; in an address a name stands once for each value. */
export function chosenValues(variables: Variable[], parameters: URLSearchParams): VariableValues {
  const chosen: VariableValues = {};
  for (const [key, value] of parameters) {
    if (!key.startsWith(variablePrefix)) continue;
    (chosen[key.slice(variablePrefix.length).toLowerCase()] ??= []).push(value);
  }
  return Object.fromEntries(
    variables.map((variable) => {
      const key = variable.name.toLowerCase();
      // A hidden variable is the installer's choice, not the viewer's.
      const mine = (variable.hideFromUI ? undefined : chosen[key]) ?? defaultValues(variable);
      return [key, variable.allowMultiSelect ? mine : mine.slice(0, 1)];
    }),
  );
}

function putValues(parameters: URLSearchParams, variable: Variable, chosen: string[]): void {
  const name = variablePrefix + variable.name;
  parameters.delete(name);
  if (chosen.join('\n') !== defaultValues(variable).join('\n'))
    for (const value of chosen) parameters.append(name, value);
}

function put(parameters: URLSearchParams, name: string, value: string | null): void {
  if (value === null) parameters.delete(name);
  else parameters.set(name, value);
}

/** The chosen values as they stand in a dashboard's address. */
export function variableParameters({ variables, values }: Pick<QueryContext, 'variables' | 'values'>) {
  const parameters = new URLSearchParams();
  for (const variable of variables) {
    const chosen = values[variable.name.toLowerCase()];
    if (!variable.hideFromUI && chosen !== undefined) putValues(parameters, variable, chosen);
  }
  return parameters;
}
