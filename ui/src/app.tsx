import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { createBrowserRouter, Navigate, Outlet } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './query-client';
import { ErrorView } from './shell/error-view';
import { PageLoading } from './shell/page-states';
import { RequireSession } from './shell/require-session';
import { Shell } from './shell/shell';
import { theme } from './theme';
import { AppsView } from './views/apps/apps-view';
import { AppView } from './views/app/app-view';
import { DashboardsView } from './views/dashboards/dashboards-view';
import { LoginView } from './views/login/login-view';

// The two views with heavy libraries (charts, editor) load when they are opened.
const DashboardView = lazy(() => import('./views/dashboard/dashboard-view'));
const PublicDashboardView = lazy(() => import('./views/public/public-dashboard-view'));
const SearchView = lazy(() => import('./views/search/search-view'));
const SendDataView = lazy(() => import('./views/send-data/send-data-view'));

function Frame() {
  return (
    <RequireSession>
      <Shell>
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </Shell>
    </RequireSession>
  );
}

const router = createBrowserRouter([
  { path: '/login', element: <LoginView />, errorElement: <ErrorView /> },
  {
    path: '/public/:token',
    element: (
      <Suspense fallback={<PageLoading />}>
        <PublicDashboardView />
      </Suspense>
    ),
    errorElement: <ErrorView />,
  },
  {
    element: <Frame />,
    errorElement: <ErrorView />,
    children: [
      { index: true, element: <Navigate to="/dashboards" replace /> },
      {
        errorElement: <ErrorView />,
        children: [
          { path: 'dashboards', element: <DashboardsView /> },
          { path: 'dashboards/:id', element: <DashboardView /> },
          { path: 'apps', element: <AppsView /> },
          { path: 'apps/:uuid', element: <AppView /> },
          { path: 'search', element: <SearchView /> },
          { path: 'send-data', element: <SendDataView /> },
          { path: '*', element: <ErrorView notFound /> },
        ],
      },
    ],
  },
]);

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
