import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { useSession } from '../model/session-client';
import { PageError, PageLoading } from './page-states';

/** Shows its children to a logged-in person and the login page, which leads back here, to anyone else. */
export function RequireSession({ children }: { children: ReactNode }) {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.isPending) return <PageLoading />;
  if (session.isError) return <PageError error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === null) {
    const back = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${back}`} replace />;
  }
  return children;
}
