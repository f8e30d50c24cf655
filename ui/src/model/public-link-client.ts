import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod';
import type { DashboardTimeRange } from './dashboard';
import { ApiError, call, callWithoutAnswer } from './http';

const policySchema = z.object({ enabled: z.boolean() });
const linkSchema = z.object({ token: z.string(), url: z.string() });

const policyPath = '/api/v1/policies/shareDashboardsOutsideOrganization';
const policyKey = ['policy', 'public-links'] as const;

/** Whether dashboards may be read without a login at all. */
export function usePublicLinkPolicy() {
  return useQuery({
    queryKey: policyKey,
    queryFn: async ({ signal }) => (await call(policyPath, policySchema, { signal })).enabled,
  });
}

export function useSetPublicLinkPolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (enabled: boolean) => call(policyPath, policySchema, { method: 'PUT', body: { enabled } }),
    onSuccess: ({ enabled }) => client.setQueryData(policyKey, enabled),
  });
}

/** The range and the values that readers of a public link see; they cannot choose others. */
export interface PublicView {
  timeRange: DashboardTimeRange;
  variables: Record<string, string[]>;
}

const pathOf = (id: string) => `/api/v2/dashboards/${encodeURIComponent(id)}/publicLink`;
const keyOf = (id: string) => ['public-link', id] as const;

/** The address of a dashboard's public link, null when it has none. */
export function usePublicLink(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal }): Promise<string | null> => {
      try {
        return (await call(pathOf(id), linkSchema, { signal })).url;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });
}

/** Makes the link, or gives it another range and other values; null switches it off. */
export function useSetPublicLink(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (view: PublicView | null): Promise<string | null> => {
      if (view !== null) return (await call(pathOf(id), linkSchema, { method: 'PUT', body: view })).url;
      await callWithoutAnswer(pathOf(id), { method: 'DELETE' });
      return null;
    },
    onSuccess: (url) => client.setQueryData(keyOf(id), url),
  });
}
