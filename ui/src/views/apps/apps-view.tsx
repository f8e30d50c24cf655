import { Badge, Skeleton, Text, TextInput, Title, UnstyledButton } from '@mantine/core';
import { Package, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { type App, useApps } from '../../model/app-client';
import { PageEmpty, PageError } from '../../shell/page-states';
import { useTitle } from '../../shell/use-title';
import classes from './apps.module.css';

/** The catalog: apps that can be installed, and those that are. */
export function AppsView() {
  useTitle('App catalog');
  const apps = useApps();
  const [filter, setFilter] = useState('');
  const [category, setCategory] = useState<string | null>(null);
  if (apps.isError) return <PageError error={apps.error} onRetry={() => void apps.refetch()} />;
  const offered = apps.data?.filter(({ showOnMarketplace }) => showOnMarketplace !== false) ?? [];
  const categories = [...new Set(offered.flatMap(categoriesOf))].sort();
  const found = offered.filter(
    (app) =>
      `${app.name} ${app.description} ${app.author}`.toLowerCase().includes(filter.trim().toLowerCase()) &&
      (category === null || categoriesOf(app).includes(category)),
  );
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <Title order={1} fz={22}>
            App catalog
          </Title>
          <Text c="dimmed" fz="sm">
            Dashboards and searches made for what sends you logs
          </Text>
        </div>
        <TextInput
          aria-label="Search apps"
          placeholder="Search apps"
          leftSection={<Search size={15} aria-hidden />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          className={classes.filter}
        />
      </header>
      {categories.length > 1 && (
        <div className={classes.categories} role="group" aria-label="Categories">
          {[null, ...categories].map((name) => (
            <UnstyledButton
              key={name ?? ''}
              className={classes.category}
              aria-pressed={name === category}
              onClick={() => setCategory(name)}
            >
              {name ?? 'All'}
            </UnstyledButton>
          ))}
        </div>
      )}
      {apps.isPending && <Skeleton height={120} radius="md" role="status" aria-label="Loading apps" />}
      {apps.data && found.length === 0 && (
        <PageEmpty icon={Package} title="No such app">
          <Text c="dimmed">Use other words, or another category.</Text>
        </PageEmpty>
      )}
      <ul className={classes.list}>
        {found.map((app) => (
          <li key={app.uuid}>
            <Link to={`/apps/${encodeURIComponent(app.uuid)}`} className={classes.card}>
              <AppIcon app={app} />
              <div className={classes.cardText}>
                <div className={classes.cardHead}>
                  <h2 className={classes.name}>{app.name}</h2>
                  <AppBadge app={app} />
                </div>
                <p className={classes.author}>{app.author}</p>
                <p className={classes.description}>{app.description}</p>
              </div>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function categoriesOf(app: App): string[] {
  return app.attributes?.category ?? [];
}

export function AppIcon({ app, size = 44 }: { app: App; size?: number }) {
  return app.icon ? (
    <img src={app.icon} alt="" width={size} height={size} className={classes.icon} />
  ) : (
    <Package size={size} strokeWidth={1.2} aria-hidden className={classes.icon} />
  );
}

export function AppBadge({ app }: { app: App }) {
  if (app.upgradeAvailable)
    return (
      <Badge variant="light" color="yellow" className={classes.upgrade}>
        Upgrade available
      </Badge>
    );
  return app.installedVersion ? (
    <Badge variant="light" className={classes.installed}>
      Installed
    </Badge>
  ) : null;
}
