import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './model/http';
import { sessionKey } from './model/session-client';

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // The cookie ran out while the page was open: forgetting the session makes RequireSession show the login.
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) queryClient.setQueryData(sessionKey, null);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // An answer of the server is final; only an unreachable server is worth one more try.
      retry: (failures, error) => failures < 1 && error instanceof ApiError && error.status === 0,
    },
  },
});
