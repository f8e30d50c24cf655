import { useQuery } from '@tanstack/react-query';
import * as z from 'zod';
import { type Dashboard, dashboardSchema } from './dashboard';
import { call } from './http';
import { type LogQueryResult, resultSchema } from './log-query-client';

/** Variables of a public dashboard have the values they were shared with. */
const publicSchema = dashboardSchema.omit({ id: true, variables: true }).extend({
  variables: z
    .array(z.object({ name: z.string(), displayName: z.string().nullish(), values: z.array(z.string()) }))
    .nullish(),
});

export interface PublicDashboard {
  dashboard: Dashboard;
  fixed: { name: string; values: string[] }[];
}

const pathOf = (token: string) => `/api/v2/public/dashboards/${encodeURIComponent(token)}`;

/** A dashboard that was shared by a link, as its readers see it. */
export function usePublicDashboard(token: string) {
  return useQuery({
    queryKey: ['public-dashboard', token],
    queryFn: async ({ signal }): Promise<PublicDashboard> => {
      const { variables, ...rest } = await call(pathOf(token), publicSchema, { signal });
      return {
        dashboard: { ...rest, id: token, variables: [] },
        fixed: (variables ?? []).map(({ name, displayName, values }) => ({
          name: displayName === null || displayName === undefined || displayName === '' ? name : displayName,
          values,
        })),
      };
    },
  });
}

/** The result of one query of a shared panel; range and variables are those of the link. */
export function runPublicQuery(
  { token, panel, query }: { token: string; panel: string; query: string },
  signal: AbortSignal,
): Promise<LogQueryResult> {
  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const at = `${pathOf(token)}/panels/${encodeURIComponent(panel)}/queries/${encodeURIComponent(query)}`;
  return call(`${at}?timeZone=${zone}`, resultSchema, { signal });
}
