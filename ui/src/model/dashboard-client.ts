import { useQuery } from '@tanstack/react-query';
import * as z from 'zod';
import { type Dashboard, dashboardSchema } from './dashboard';
import { call } from './http';

const pageSchema = z.object({ dashboards: z.array(dashboardSchema), next: z.string().nullish() });

async function listDashboards(signal: AbortSignal): Promise<Dashboard[]> {
  const all: Dashboard[] = [];
  let token: string | null = null;
  do {
    const next: string = token === null ? '' : `&token=${encodeURIComponent(token)}`;
    const page: z.infer<typeof pageSchema> = await call(`/api/v2/dashboards?limit=100${next}`, pageSchema, {
      signal,
    });
    all.push(...page.dashboards);
    token = page.next ?? null;
  } while (token !== null);
  return all;
}

export function useDashboards() {
  return useQuery({ queryKey: ['dashboards'], queryFn: ({ signal }) => listDashboards(signal) });
}

export function useDashboard(id: string) {
  return useQuery({
    queryKey: ['dashboard', id],
    queryFn: ({ signal }) =>
      call(`/api/v2/dashboards/${encodeURIComponent(id)}`, dashboardSchema, { signal }),
  });
}
