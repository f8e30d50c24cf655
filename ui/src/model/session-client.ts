import { queryOptions, useQuery } from '@tanstack/react-query';
import * as z from 'zod';
import { ApiError, call, callWithoutAnswer } from './http';

const sessionSchema = z.object({
  user: z.object({ id: z.coerce.string(), email: z.string(), name: z.string().nullish() }),
  account: z.object({ id: z.coerce.string(), name: z.string() }),
  version: z.string(),
});

export type Session = z.infer<typeof sessionSchema>;

export const sessionKey = ['session'] as const;

const path = '/api/v1/session';

/** null means "not logged in", which is an ordinary answer and not a failure. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await call(path, sessionSchema, { signal });
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Infinity,
});

export function useSession() {
  return useQuery(sessionQuery);
}

export function logIn(email: string, password: string): Promise<Session> {
  return call(path, sessionSchema, { method: 'POST', body: { email, password } });
}

export function logOut(): Promise<void> {
  return callWithoutAnswer(path, { method: 'DELETE' });
}
