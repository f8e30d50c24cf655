import { useMemo } from 'react';
import { useParams } from 'react-router';
import { ApiError } from '../../model/http';
import { type PublicDashboard, usePublicDashboard } from '../../model/public-dashboard-client';
import { Mark } from '../../shell/brand';
import { PageError, PageLoading } from '../../shell/page-states';
import { useTitle } from '../../shell/use-title';
import { describeRange } from '../../time/format';
import { defaultRange, fromDashboardRange } from '../../time/time-range';
import { DashboardGrid } from '../dashboard/dashboard-grid';
import { LastUpdated } from '../dashboard/last-updated';
import { useAutoRefresh } from '../dashboard/use-auto-refresh';
import classes from './public.module.css';

/** A dashboard that was shared by a link: to be read, without a login. */
export default function PublicDashboardView() {
  const { token = '' } = useParams();
  const shared = usePublicDashboard(token);
  useTitle(shared.data?.dashboard.title);
  if (shared.isPending) return <PageLoading />;
  if (shared.isError) {
    const gone = shared.error instanceof ApiError && shared.error.status === 404;
    return (
      <main>
        <PageError
          error={
            gone
              ? new Error('This link does not lead anywhere: it was switched off, or it is mistyped.')
              : shared.error
          }
          {...(gone ? {} : { onRetry: () => void shared.refetch() })}
        />
      </main>
    );
  }
  return <SharedDashboard token={token} shared={shared.data} />;
}

function SharedDashboard({ token, shared }: { token: string; shared: PublicDashboard }) {
  const { dashboard, fixed } = shared;
  const range = useMemo(() => fromDashboardRange(dashboard.timeRange) ?? defaultRange, [dashboard]);
  const context = useMemo(() => ({ range, variables: [], values: {}, publicToken: token }), [range, token]);
  useAutoRefresh(dashboard.refreshInterval ?? 0);
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <Mark />
        <h1 className={classes.title}>{dashboard.title}</h1>
        <dl className={classes.facts}>
          <div>
            <dt>Time range</dt>
            <dd>{describeRange(range)}</dd>
          </div>
          {fixed
            .filter(({ values }) => values.some((value) => value !== '*'))
            .map(({ name, values }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{values.join(', ')}</dd>
              </div>
            ))}
        </dl>
        <LastUpdated />
      </header>
      <DashboardGrid dashboard={dashboard} context={context} onArranged={null} />
    </main>
  );
}
