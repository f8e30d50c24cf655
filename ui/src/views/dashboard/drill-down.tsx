import { Drawer, Select, Text } from '@mantine/core';
import { ArrowRight, LayoutDashboard, type LucideIcon, Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { DataPoint } from '../../chart/drill';
import type { Panel } from '../../model/dashboard';
import { useFocusBack } from '../../shell/use-focus-back';
import { describeRange, formatFullDateTime } from '../../time/format';
import type { TimeRange } from '../../time/time-range';
import classes from './drill-down.module.css';
import { linesBehind } from './drill-query';
import { type LinkedDashboard, useLinkedDashboards } from './linked-dashboards';

interface DrillDownProps {
  panel: Panel;
  /** The panel's query with its variables filled in. */
  query: string;
  range: TimeRange;
  /** Values chosen on this dashboard, for those it leads to. */
  variables: URLSearchParams;
  /** Everything the drawing shows, to choose from without a pointer. */
  points: DataPoint[];
  initial: DataPoint | null;
  onClose: () => void;
}

const everything = '';

/** What lies behind a point of a panel: its lines in the search, and the dashboards its author linked. */
export function DrillDown({ panel, query, range, variables, points, initial, onClose }: DrillDownProps) {
  useFocusBack();
  const [point, setPoint] = useState(initial);
  const linked = useLinkedDashboards(panel);
  const time = point?.slice ? { from: String(point.slice.from), to: String(point.slice.to) } : range;
  const lines = searchFor(linesBehind(query, point?.keys ?? []), time);
  const options = [
    { value: everything, label: 'Everything' },
    ...[...new Set(points.map(({ name }) => name).filter((name) => name !== everything))].map((name) => ({
      value: name,
      label: name,
    })),
  ];
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={380}
      title={panel.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      classNames={{ title: classes.title }}
    >
      <div className={classes.summary}>
        {options.length > 1 && (
          <Select
            label="Series or value"
            data={options}
            value={point?.name ?? everything}
            searchable
            allowDeselect={false}
            onChange={(name) => {
              const found = points.find((candidate) => candidate.name === name);
              setPoint(found ? { ...found, slice: point?.slice ?? found.slice } : null);
            }}
          />
        )}
        <div>
          <Text fz="sm" c="dimmed">
            Time
          </Text>
          <Text fz="sm">
            {point?.slice
              ? `${formatFullDateTime(point.slice.from)} to ${formatFullDateTime(point.slice.to)}`
              : describeRange(range)}
          </Text>
        </div>
        <ul className={classes.links} aria-label="Go on with">
          <DrillLink to={lines} icon={Search} title="Open in log search">
            The lines of {point && point.name !== everything ? point.name : 'this panel'} in this time
          </DrillLink>
          <DrillLink to={searchFor(query, time)} icon={Search} title="Open the panel’s query">
            Its records in this time
          </DrillLink>
          {linked.map((dashboard) => (
            <DrillLink
              key={dashboard.id}
              to={addressOf(dashboard, range, variables)}
              icon={LayoutDashboard}
              title={dashboard.title}
            >
              Linked dashboard
            </DrillLink>
          ))}
        </ul>
      </div>
    </Drawer>
  );
}

interface DrillLinkProps {
  to: string;
  icon: LucideIcon;
  title: string;
  children: ReactNode;
}

function DrillLink({ to, icon: Icon, title, children }: DrillLinkProps) {
  return (
    <li>
      <Link to={to} className={classes.link}>
        <Icon size={16} aria-hidden />
        <span>
          <b>{title}</b>
          <span className={classes.note}>{children}</span>
        </span>
        <ArrowRight size={16} aria-hidden />
      </Link>
    </li>
  );
}

function searchFor(query: string, { from, to }: TimeRange): string {
  return `/search?${new URLSearchParams({ q: query, from, to }).toString()}`;
}

function addressOf(dashboard: LinkedDashboard, range: TimeRange, variables: URLSearchParams): string {
  const parameters = new URLSearchParams(dashboard.includeVariables ? variables : '');
  if (dashboard.includeTimeRange) {
    parameters.set('from', range.from);
    parameters.set('to', range.to);
  }
  return `/dashboards/${encodeURIComponent(dashboard.id)}?${parameters.toString()}`;
}
