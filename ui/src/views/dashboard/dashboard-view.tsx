import { Skeleton } from '@mantine/core';
import { useParams } from 'react-router';
import { useDashboard } from '../../model/dashboard-client';
import { ApiError } from '../../model/http';
import { ErrorView } from '../../shell/error-view';
import { PageError } from '../../shell/page-states';
import { useTitle } from '../../shell/use-title';
import classes from './dashboard.module.css';
import { LoadedDashboard } from './loaded-dashboard';

export default function DashboardView() {
  const { id = '' } = useParams();
  const stored = useDashboard(id);
  useTitle(stored.data?.dashboard.title);
  if (stored.isPending) return <Placeholder />;
  if (stored.isError) {
    const missing = stored.error instanceof ApiError && stored.error.status === 404;
    return missing ? (
      <ErrorView notFound />
    ) : (
      <PageError error={stored.error} onRetry={() => void stored.refetch()} />
    );
  }
  return <LoadedDashboard key={id} stored={stored.data} />;
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
