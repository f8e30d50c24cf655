import { ActionIcon, Menu, Skeleton } from '@mantine/core';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { ChevronDown, LayoutDashboard, RefreshCw } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { TimeZoom } from '../../chart/time-zoom';
import type { Dashboard } from '../../model/dashboard';
import { useDashboard } from '../../model/dashboard-client';
import { ApiError } from '../../model/http';
import { ErrorView } from '../../shell/error-view';
import { PageEmpty, PageError } from '../../shell/page-states';
import { useTitle } from '../../shell/use-title';
import { formatClock } from '../../time/format';
import { rangeProblem } from '../../time/time-range';
import { TimeRangeControl } from '../../time/time-range-control';
import { panelFilter, refreshPanels } from './dashboard-queries';
import { useDashboardState } from './dashboard-state';
import classes from './dashboard.module.css';
import { gridCells } from './grid-cells';
import { placePanels } from './layout';
import { PanelCell } from './panel-cell';
import { VariableBar } from './variable-bar';

export default function DashboardView() {
  const { id = '' } = useParams();
  const dashboard = useDashboard(id);
  useTitle(dashboard.data?.title);
  if (dashboard.isPending) return <Placeholder />;
  if (dashboard.isError) {
    const missing = dashboard.error instanceof ApiError && dashboard.error.status === 404;
    return missing ? (
      <ErrorView notFound />
    ) : (
      <PageError error={dashboard.error} onRetry={() => void dashboard.refetch()} />
    );
  }
  return <LoadedDashboard key={id} dashboard={dashboard.data} />;
}

function LoadedDashboard({ dashboard }: { dashboard: Dashboard }) {
  const state = useDashboardState(dashboard);
  const client = useQueryClient();
  const cells = useMemo(() => gridCells(placePanels(dashboard)), [dashboard]);
  const { range, values } = state;
  const context = useMemo(
    () => ({ range, values, variables: dashboard.variables ?? [] }),
    [range, values, dashboard],
  );
  useAutoRefresh(state.refreshSeconds);
  const problem = rangeProblem(range);
  const zoom = (from: number, to: number) => state.setRange({ from: String(from), to: String(to) });

  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.titleRow}>
          <div className={classes.titles}>
            <nav aria-label="Breadcrumb" className={classes.breadcrumb}>
              <Link to="/dashboards">Dashboards</Link>
              <span aria-hidden>/</span>
              <span>Heroku</span>
            </nav>
            <h1 className={classes.title}>{dashboard.title}</h1>
          </div>
          <div className={classes.controls}>
            <LastUpdated />
            <TimeRangeControl value={range} onChange={state.setRange} saved={state.savedRange} />
            <RefreshControl
              seconds={state.refreshSeconds}
              onChoose={state.setRefreshSeconds}
              onRefresh={() => refreshPanels(client, { restart: true })}
            />
          </div>
        </div>
        <VariableBar context={context} onChange={state.setValue} />
      </header>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {cells.length === 0 && (
        <PageEmpty icon={LayoutDashboard} title="This dashboard has no panels">
          <p>Panels are added by importing a dashboard that holds some.</p>
        </PageEmpty>
      )}
      <TimeZoom value={zoom}>
        <div className={classes.grid}>
          {problem === null &&
            cells.map((cell, index) => (
              <PanelCell key={cell.panel.key} cell={cell} order={index} context={context} />
            ))}
        </div>
      </TimeZoom>
    </div>
  );
}

function useAutoRefresh(seconds: number): void {
  const client = useQueryClient();
  useEffect(() => {
    if (seconds <= 0) return;
    const timer = setInterval(() => {
      // Nobody looks at a hidden tab; queries there would only load the server.
      if (!document.hidden) refreshPanels(client, { restart: false });
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds, client]);
}

function LastUpdated() {
  const fetching = useIsFetching(panelFilter);
  const [updated, setUpdated] = useState<number | null>(null);
  const wasFetching = useRef(false);
  useEffect(() => {
    if (wasFetching.current && fetching === 0) setUpdated(Date.now());
    wasFetching.current = fetching > 0;
  }, [fetching]);
  const text = fetching > 0 ? 'Updating…' : updated === null ? '' : `Updated ${formatClock(updated)}`;
  return (
    <span className={classes.updated} aria-live="off">
      {text}
    </span>
  );
}

const intervals = [
  { seconds: 0, label: 'Off' },
  { seconds: 30, label: '30 s' },
  { seconds: 60, label: '1 min' },
  { seconds: 120, label: '2 min' },
  { seconds: 300, label: '5 min' },
  { seconds: 900, label: '15 min' },
  { seconds: 1800, label: '30 min' },
];

interface RefreshControlProps {
  seconds: number;
  onChoose: (seconds: number) => void;
  onRefresh: () => void;
}

function RefreshControl({ seconds, onChoose, onRefresh }: RefreshControlProps) {
  const label = intervals.find((interval) => interval.seconds === seconds)?.label ?? `${seconds} s`;
  return (
    <ActionIcon.Group>
      <ActionIcon variant="default" size={36} onClick={onRefresh} aria-label="Refresh" title="Refresh">
        <RefreshCw size={16} aria-hidden />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={36}
            w={seconds > 0 ? 68 : 28}
            aria-label={`Automatic refresh: ${label}`}
            title="Automatic refresh"
          >
            {seconds > 0 && <span className={classes.interval}>{label}</span>}
            <ChevronDown size={14} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Automatic refresh</Menu.Label>
          {intervals.map((interval) => (
            <Menu.Item
              key={interval.seconds}
              onClick={() => onChoose(interval.seconds)}
              aria-current={interval.seconds === seconds}
              fw={interval.seconds === seconds ? 600 : undefined}
            >
              {interval.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </ActionIcon.Group>
  );
}

function Placeholder() {
  return (
    <div className={classes.page} role="status" aria-label="Loading the dashboard">
      <div className={classes.head}>
        <Skeleton height={34} width={280} mt={6} mb={10} />
      </div>
      <Skeleton height={180} mt={14} radius="md" />
      <Skeleton height={260} mt={8} radius="md" />
    </div>
  );
}
