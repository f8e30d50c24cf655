import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { Dashboard } from '../../model/dashboard';
import type { VariableValues } from '../../query/variables';
import { defaultRange, fromDashboardRange, sameRange, type TimeRange } from '../../time/time-range';

const variablePrefix = 'var.';

export interface DashboardState {
  range: TimeRange;
  /** The range the dashboard was saved with. */
  savedRange: TimeRange;
  /** Seconds between automatic refreshes, 0 for none. */
  refreshSeconds: number;
  values: VariableValues;
  setRange: (range: TimeRange) => void;
  setRefreshSeconds: (seconds: number) => void;
  setValue: (name: string, value: string) => void;
}

/** What a person chose on a dashboard. It lives in the URL; what equals the dashboard's own default is left out. */
export function useDashboardState(dashboard: Dashboard): DashboardState {
  const [parameters, setParameters] = useSearchParams();
  const ownRange = useMemo(() => fromDashboardRange(dashboard.timeRange) ?? defaultRange, [dashboard]);
  const ownRefresh = dashboard.refreshInterval ?? 0;
  const from = parameters.get('from');
  const to = parameters.get('to');
  const range = useMemo(() => (from ? { from, to: to ?? 'now' } : ownRange), [from, to, ownRange]);
  const refresh = parameters.get('refresh');

  const values = useMemo(() => {
    const chosen: VariableValues = {};
    for (const [key, value] of parameters) {
      if (key.startsWith(variablePrefix)) chosen[key.slice(variablePrefix.length).toLowerCase()] = value;
    }
    return Object.fromEntries(
      (dashboard.variables ?? []).map(({ name, defaultValue, hideFromUI }) => {
        const key = name.toLowerCase();
        // A hidden variable is the installer's choice, not the viewer's.
        return [key, (hideFromUI ? undefined : chosen[key]) ?? defaultOf(defaultValue)];
      }),
    );
  }, [parameters, dashboard]);

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
    range,
    savedRange: ownRange,
    refreshSeconds: refresh === null ? ownRefresh : Math.max(0, Number(refresh) || 0),
    values,
    setRange: (chosen) =>
      change((next) => {
        const own = sameRange(chosen, ownRange);
        put(next, 'from', own ? null : chosen.from);
        put(next, 'to', own ? null : chosen.to);
      }),
    setRefreshSeconds: (seconds) =>
      change((next) => put(next, 'refresh', seconds === ownRefresh ? null : String(seconds))),
    setValue: (name, value) =>
      change((next) => {
        const variable = dashboard.variables?.find((candidate) => candidate.name === name);
        put(next, variablePrefix + name, value === defaultOf(variable?.defaultValue) ? null : value);
      }),
  };
}

function defaultOf(value: string | null | undefined): string {
  return value === undefined || value === null || value === '' ? '*' : value;
}

function put(parameters: URLSearchParams, name: string, value: string | null): void {
  if (value === null) parameters.delete(name);
  else parameters.set(name, value);
}
