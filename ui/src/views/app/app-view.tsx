import { Anchor, Button, Menu, Text } from '@mantine/core';
import { ArrowUpCircle, ChevronDown, FolderOpen, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { Markdown } from '../../chart/markdown';
import { type AppAction, type AppDetails, useApp, useAppAction } from '../../model/app-client';
import { ApiError } from '../../model/http';
import { ConfirmDialog } from '../../shell/confirm-dialog';
import { ErrorView } from '../../shell/error-view';
import { PageError, PageLoading } from '../../shell/page-states';
import { useTitle } from '../../shell/use-title';
import { AppBadge, AppIcon } from '../apps/apps-view';
import classes from './app.module.css';
import { InstallSteps } from './install-steps';

export function AppView() {
  const { uuid = '' } = useParams();
  const app = useApp(uuid);
  useTitle(app.data?.name);
  if (app.isPending) return <PageLoading />;
  if (app.isError) {
    const missing = app.error instanceof ApiError && app.error.status === 404;
    return missing ? (
      <ErrorView notFound />
    ) : (
      <PageError error={app.error} onRetry={() => void app.refetch()} />
    );
  }
  return <AppPage app={app.data} />;
}

function AppPage({ app }: { app: AppDetails }) {
  const [installing, setInstalling] = useState(false);
  const action = useAppAction(app.uuid);
  return (
    <div className={classes.page}>
      <nav aria-label="Breadcrumb" className={classes.breadcrumb}>
        <Link to="/apps">App catalog</Link>
      </nav>
      <header className={classes.head}>
        <AppIcon app={app} size={56} />
        <div className={classes.titles}>
          <h1 className={classes.title}>{app.name}</h1>
          <div className={classes.facts}>
            <span>{app.author}</span>
            <span>Version {app.installedVersion ?? app.latestVersion}</span>
            <AppBadge app={app} />
          </div>
        </div>
        {!installing &&
          (app.installedVersion ? (
            <ManageMenu app={app} action={action} />
          ) : (
            app.installable && <Button onClick={() => setInstalling(true)}>Install App</Button>
          ))}
      </header>
      {action.error && (
        <Text c="var(--tw-danger)" role="alert" mb="md">
          {action.error.message}
        </Text>
      )}
      {installing ? (
        <InstallSteps app={app} action={action} onClose={() => setInstalling(false)} />
      ) : (
        <About app={app} />
      )}
    </div>
  );
}

type Action = ReturnType<typeof useAppAction>;

const confirmations = {
  upgrade: 'Upgrade',
  revert: 'Revert',
  uninstall: 'Uninstall',
} satisfies Partial<Record<AppAction, string>>;

function ManageMenu({ app, action }: { app: AppDetails; action: Action }) {
  const [asked, setAsked] = useState<keyof typeof confirmations | null>(null);
  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <Button
            variant="default"
            rightSection={<ChevronDown size={14} aria-hidden />}
            loading={action.isPending}
          >
            Manage
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<ArrowUpCircle size={15} aria-hidden />}
            disabled={!app.upgradeAvailable}
            onClick={() => setAsked('upgrade')}
          >
            {app.upgradeAvailable ? `Upgrade to ${app.latestVersion}` : 'Upgrade: this is the newest'}
          </Menu.Item>
          <Menu.Item
            leftSection={<RotateCcw size={15} aria-hidden />}
            disabled={!app.previousVersion}
            onClick={() => setAsked('revert')}
          >
            Revert to {app.previousVersion ?? 'the previous version'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<Trash2 size={15} aria-hidden />}
            onClick={() => setAsked('uninstall')}
          >
            Uninstall
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked && (
        <ConfirmDialog
          heading={`${confirmations[asked]} ${app.name}`}
          action={confirmations[asked]}
          busy={action.isPending}
          problem={action.error?.message ?? null}
          onConfirm={() => action.mutate({ action: asked }, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        >
          {asked === 'uninstall'
            ? `The folder ${app.instance?.path ?? app.resources.folder.name} and its dashboards go away. Copies that people made stay, and so do all lines.`
            : asked === 'upgrade'
              ? `The dashboards of the app become those of version ${app.latestVersion}. Copies that people made stay as they are.`
              : `The dashboards of the app become those of version ${app.previousVersion ?? ''} again.`}
        </ConfirmDialog>
      )}
    </>
  );
}

function About({ app }: { app: AppDetails }) {
  const links = app.authorDetails;
  const { dashboards, savedSearches } = app.resources;
  return (
    <div className={classes.columns}>
      <div>
        {app.installedVersion && (
          <Link to="/dashboards" className={classes.open}>
            <FolderOpen size={16} aria-hidden /> Open its dashboards
          </Link>
        )}
        <section aria-label="Overview" className={classes.section}>
          <Markdown text={app.overview} />
        </section>
        {app.media.length > 0 && (
          <section aria-label="Screenshots" className={classes.section}>
            <h2>Screenshots</h2>
            <ul className={classes.media}>
              {app.media.map(({ title, description, image }) => (
                <li key={image}>
                  <a href={image} target="_blank" rel="noreferrer">
                    <img src={image} alt={title} loading="lazy" />
                  </a>
                  <b>{title}</b>
                  {description && <span>{description}</span>}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <aside aria-label="What is included" className={classes.side}>
        <h2>What is included</h2>
        <Contents title="Dashboards" items={dashboards} />
        <Contents title="Searches" items={savedSearches} />
        {links && (
          <ul className={classes.links}>
            {[
              { label: 'Documentation', href: links.documentationUrl },
              { label: 'Support', href: links.supportUrl },
              { label: 'Author', href: links.homeUrl },
            ].map(({ label, href }) =>
              href && /^https?:/.test(href) ? (
                <li key={label}>
                  <Anchor href={href} target="_blank" rel="noreferrer">
                    {label}
                  </Anchor>
                </li>
              ) : null,
            )}
          </ul>
        )}
      </aside>
    </div>
  );
}

interface ContentsProps {
  title: string;
  items: { name: string; description?: string | null | undefined }[];
}

function Contents({ title, items }: ContentsProps) {
  if (items.length === 0) return null;
  return (
    <>
      <h3>
        {title} ({items.length})
      </h3>
      <ul className={classes.contents}>
        {items.map(({ name, description }) => (
          <li key={name}>
            <b>{name}</b>
            {description && <span>{description}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
