import { Skeleton, Text, TextInput, Title } from '@mantine/core';
import { LayoutDashboard, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Dashboard } from '../../model/dashboard';
import { useInstalledFolders } from '../../model/app-client';
import { useDashboards } from '../../model/dashboard-client';
import { PageEmpty, PageError } from '../../shell/page-states';
import { useTitle } from '../../shell/use-title';
import classes from './dashboards.module.css';
import { groupByFolder } from './folders';
import { NewDashboardButtons } from './new-dashboard';

export function DashboardsView() {
  useTitle('Dashboards');
  const dashboards = useDashboards();
  const folders = useInstalledFolders();
  const [filter, setFilter] = useState('');
  if (dashboards.isError) {
    return <PageError error={dashboards.error} onRetry={() => void dashboards.refetch()} />;
  }
  const found = dashboards.data?.filter(({ title, description }) =>
    `${title} ${description ?? ''}`.toLowerCase().includes(filter.trim().toLowerCase()),
  );
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Title order={1} fz={22}>
          Dashboards
        </Title>
        <div className={classes.actions}>
          {(dashboards.data?.length ?? 0) > 0 && (
            <TextInput
              aria-label="Filter dashboards"
              placeholder="Filter"
              leftSection={<Search size={15} aria-hidden />}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
              className={classes.filter}
            />
          )}
          <NewDashboardButtons />
        </div>
      </header>
      {!found && <Placeholders />}
      {found?.length === 0 && filter === '' && (
        <PageEmpty icon={LayoutDashboard} title="No dashboards yet">
          <Text c="dimmed">
            The Heroku dashboards appear here once the app is installed. Lines can be sent and searched
            without them.
          </Text>
          <Link to="/apps">App catalog</Link>
        </PageEmpty>
      )}
      {found?.length === 0 && filter !== '' && (
        <Text c="dimmed" mt="xl" ta="center">
          No dashboard is named like “{filter}”.
        </Text>
      )}
      {groupByFolder(found ?? [], folders.data ?? []).map(({ name, members }) => (
        <section key={name} className={classes.folder} aria-label={name}>
          <h2 className={classes.folderName}>{name}</h2>
          <ul className={classes.list}>
            {members.map((dashboard) => (
              <Card key={dashboard.id} dashboard={dashboard} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Card({ dashboard }: { dashboard: Dashboard }) {
  const drawn = (dashboard.panels ?? []).filter(({ panelType }) => panelType !== 'TextPanel').length;
  return (
    <li>
      <Link to={`/dashboards/${encodeURIComponent(dashboard.id)}`} className={classes.card}>
        <LayoutThumbnail dashboard={dashboard} />
        <div className={classes.cardText}>
          <h3 className={classes.cardTitle}>{dashboard.title}</h3>
          {dashboard.description && <p className={classes.cardDescription}>{dashboard.description}</p>}
          <p className={classes.cardFoot}>
            {drawn} {drawn === 1 ? 'panel' : 'panels'}
          </p>
        </div>
      </Link>
    </li>
  );
}

/** The dashboard's own grid in small: people remember a dashboard by its shape. */
function LayoutThumbnail({ dashboard }: { dashboard: Dashboard }) {
  const boxes = (dashboard.layout?.layoutStructures ?? []).flatMap(({ key, structure }) => {
    const panel = dashboard.panels?.find((candidate) => candidate.key === key);
    if (!panel || panel.panelType === 'TextPanel') return [];
    try {
      const box = JSON.parse(structure) as Record<string, unknown>;
      const at = (name: string) => Number(box[name] ?? 0);
      return [{ key, x: at('x'), y: at('y'), width: at('width'), height: at('height') }];
    } catch {
      return [];
    }
  });
  return (
    <svg className={classes.thumbnail} viewBox="0 0 24 16.1" preserveAspectRatio="xMinYMin slice" aria-hidden>
      {boxes.map(({ key, x, y, width, height }) => (
        <rect
          key={key}
          x={x + 0.2}
          y={y * 0.6 + 0.2}
          width={Math.max(0, width - 0.4)}
          height={Math.max(0, height * 0.6 - 0.4)}
          rx={0.3}
        />
      ))}
    </svg>
  );
}

function Placeholders() {
  return (
    <div className={classes.list} role="status" aria-label="Loading dashboards">
      {[0, 1, 2, 3].map((key) => (
        <Skeleton key={key} height={112} radius="md" />
      ))}
    </div>
  );
}
