import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import * as z from 'zod';
import { type Dashboard, dashboardSchema } from './dashboard';
import type { DashboardDocument } from './dashboard-document';
import { call, callWithoutAnswer, check } from './http';

const path = '/api/v2/dashboards';
const listKey = ['dashboards'] as const;

const pageSchema = z.object({ dashboards: z.array(dashboardSchema), next: z.string().nullish() });
const documentSchema = z.record(z.string(), z.unknown());

/** A dashboard as it is stored, and what this program reads in it. */
export interface StoredDashboard {
  document: DashboardDocument;
  dashboard: Dashboard;
}

const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;
const keyOf = (id: string) => ['dashboard', id] as const;

async function listDashboards(signal: AbortSignal): Promise<Dashboard[]> {
  const all: Dashboard[] = [];
  let token: string | null = null;
  do {
    const next: string = token === null ? '' : `&token=${encodeURIComponent(token)}`;
    const page: z.infer<typeof pageSchema> = await call(`${path}?limit=100${next}`, pageSchema, { signal });
    all.push(...page.dashboards);
    token = page.next ?? null;
  } while (token !== null);
  return all;
}

export function useDashboards() {
  return useQuery({ queryKey: listKey, queryFn: ({ signal }) => listDashboards(signal) });
}

function read(document: DashboardDocument): StoredDashboard {
  return { document, dashboard: check(path, dashboardSchema, document) };
}

export async function loadDashboard(id: string, signal?: AbortSignal): Promise<StoredDashboard> {
  return read(await call(pathOf(id), documentSchema, { signal }));
}

export const dashboardQuery = (id: string) =>
  queryOptions({ queryKey: keyOf(id), queryFn: ({ signal }) => loadDashboard(id, signal) });

export function useDashboard(id: string) {
  return useQuery(dashboardQuery(id));
}

export interface DashboardSaving {
  /** Changes the dashboard on the screen at once and then on the server. */
  change: (edit: (document: DashboardDocument) => DashboardDocument) => void;
  state: 'saved' | 'saving' | 'failed';
  problem: Error | null;
  /** Sends what is on the screen once more. */
  retry: () => void;
}

/** Changes of one dashboard, sent one after the other. */
export function useDashboardSaving(id: string): DashboardSaving {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    scope: { id: `dashboard ${id}` },
    mutationFn: (document: DashboardDocument) =>
      callWithoutAnswer(pathOf(id), { method: 'PUT', body: document }),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey }),
  });
  const change = useCallback(
    (edit: (document: DashboardDocument) => DashboardDocument) => {
      const stored = client.getQueryData<StoredDashboard>(keyOf(id));
      if (!stored) return;
      const next = read(edit(stored.document));
      client.setQueryData<StoredDashboard>(keyOf(id), next);
      mutate(next.document);
    },
    [client, id, mutate],
  );
  return {
    change,
    state: isPending ? 'saving' : error ? 'failed' : 'saved',
    problem: error,
    retry: () => change((document) => document),
  };
}

/** Stores new dashboards and answers their ids; the list is read again. */
export function useCreateDashboards() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (documents: DashboardDocument[]) => {
      const ids: string[] = [];
      for (const document of documents) {
        const { id } = await call(path, z.object({ id: z.string() }), { method: 'POST', body: document });
        ids.push(id);
      }
      return ids;
    },
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  });
}

export function useDeleteDashboard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callWithoutAnswer(pathOf(id), { method: 'DELETE' }),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: keyOf(id) });
      return client.invalidateQueries({ queryKey: listKey });
    },
  });
}
