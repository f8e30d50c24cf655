import * as z from 'zod';

/*
 * A dashboard in Sumo Logic's JSON form. Imported dashboards come from many tools and years, so only what a
 * drawing cannot do without is required; a part of an unexpected shape falls back to its default.
 */

const boundarySchema = z
  .object({
    type: z.string(),
    relativeTime: z.string().nullish(),
    epochMillis: z.number().nullish(),
    iso8601Time: z.string().nullish(),
    rangeName: z.string().nullish(),
  })
  .nullish();

export const timeRangeSchema = z.object({
  type: z.string(),
  from: boundarySchema,
  to: boundarySchema,
  rangeName: z.string().nullish(),
});

const panelQuerySchema = z.object({
  queryKey: z.string().nullish(),
  queryType: z.string().nullish(),
  queryString: z.string().catch(''),
  transient: z.boolean().nullish(),
});

export const panelSchema = z.object({
  id: z.string().nullish(),
  key: z.string(),
  title: z.string().nullish(),
  panelType: z.string(),
  visualSettings: z.string().nullish(),
  description: z.string().nullish(),
  timeRange: timeRangeSchema.nullish().catch(null),
  queries: z.array(panelQuerySchema).nullish(),
  text: z.string().nullish(),
  linkedDashboards: z
    .array(
      z.object({
        id: z.string(),
        relativePath: z.string().nullish(),
        includeTimeRange: z.boolean().nullish(),
        includeVariables: z.boolean().nullish(),
      }),
    )
    .nullish()
    .catch(null),
});

export const variableSchema = z.object({
  name: z.string(),
  displayName: z.string().nullish(),
  defaultValue: z.string().nullish(),
  sourceDefinition: z
    .object({
      variableSourceType: z.string(),
      values: z.string().nullish(),
      query: z.string().nullish(),
      field: z.string().nullish(),
      filter: z.string().nullish(),
      key: z.string().nullish(),
    })
    .nullish(),
  includeAllOption: z.boolean().nullish(),
  allowMultiSelect: z.boolean().nullish(),
  hideFromUI: z.boolean().nullish(),
});

const layoutSchema = z
  .object({
    layoutStructures: z.array(z.object({ key: z.string(), structure: z.string() })),
  })
  .catch({ layoutStructures: [] });

export const dashboardSchema = z.object({
  id: z.string(),
  contentId: z.string().nullish(),
  folderId: z.string().nullish(),
  title: z.string(),
  description: z.string().nullish(),
  refreshInterval: z.number().nullish(),
  timeRange: timeRangeSchema.nullish().catch(null),
  panels: z.array(panelSchema).nullish(),
  layout: layoutSchema.nullish(),
  variables: z.array(variableSchema).nullish(),
});

export type Dashboard = z.infer<typeof dashboardSchema>;
export type Panel = z.infer<typeof panelSchema>;
export type Variable = z.infer<typeof variableSchema>;
export type DashboardTimeRange = z.infer<typeof timeRangeSchema>;
