import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, Outlet } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { sessionQuery } from './model/session-client';
import { queryClient } from './query-client';
import { ErrorView } from './shell/error-view';
import { PageLoading } from './shell/page-states';
import { RequireSession } from './shell/require-session';
import { Shell } from './shell/shell';
import { theme } from './theme';
import { AppsView } from './views/apps/apps-view';
import { AppView } from './views/app/app-view';
import { openDashboard } from './views/dashboard/open-dashboard';
import { DashboardsView } from './views/dashboards/dashboards-view';
import { LoginView } from './views/login/login-view';

/** A page with large libraries of its own (charts, editor), which are loaded when it is opened. */
const page = (load: () => Promise<{ default: ComponentType }>) => async () => ({
  Component: (await load()).default,
});

/** Asks for what a page will need while its program is still loading. What fails is told where it is used. */
const ahead = <T,>(query: Promise<T>) => {
  query.catch(() => undefined);
  return null;
};

function Frame() {
  return (
    <RequireSession>
      <Shell>
        <Outlet />
      </Shell>
    </RequireSession>
  );
}

const router = createBrowserRouter([
  { path: '/login', element: <LoginView />, errorElement: <ErrorView /> },
  {
    path: '/public/:token',
    lazy: page(() => import('./views/public/public-dashboard-view')),
    hydrateFallbackElement: <PageLoading />,
    errorElement: <ErrorView />,
  },
  {
    loader: () => ahead(queryClient.query(sessionQuery)),
    shouldRevalidate: () => false,
    element: <Frame />,
    hydrateFallbackElement: <PageLoading />,
    errorElement: <ErrorView />,
    children: [
      { index: true, element: <Navigate to="/dashboards" replace /> },
      {
        errorElement: <ErrorView />,
        children: [
          { path: 'dashboards', element: <DashboardsView /> },
          {
            path: 'dashboards/:id',
            loader: ({ params, request }) =>
              ahead(openDashboard(queryClient, params.id ?? '', new URL(request.url).searchParams)),
            shouldRevalidate: () => false,
            lazy: page(() => import('./views/dashboard/dashboard-view')),
          },
          { path: 'apps', element: <AppsView /> },
          { path: 'apps/:uuid', element: <AppView /> },
          { path: 'search', lazy: page(() => import('./views/search/search-view')) },
          { path: 'send-data', lazy: page(() => import('./views/send-data/send-data-view')) },
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
