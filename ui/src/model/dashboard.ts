import * as z from 'zod';

/*
 * A dashboard in Sumo Logic's JSON form. Imported dashboards come from many tools and years, and the server
 * keeps whatever they hold, so only what a drawing cannot do without is required: a part of an unexpected shape
 * falls back to its default, and one bad panel, let alone one bad dashboard, hides no other.
 */

/** A text, or nothing where something else stands. */
const text = z.string().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);

/** The members of a list that can be read. */
function listOf<T extends z.ZodType>(member: T) {
  return z
    .array(z.unknown())
    .transform((items) =>
      items.flatMap((item): z.output<T>[] => {
        const read = member.safeParse(item);
        return read.success ? [read.data] : [];
      }),
    )
    .nullish()
    .catch(null);
}

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
  queryKey: text,
  queryType: text,
  queryString: z.string().catch(''),
  transient: flag,
});

export const panelSchema = z.object({
  id: text,
  key: z.string(),
  title: text,
  panelType: z.string().catch(''),
  visualSettings: text,
  description: text,
  timeRange: timeRangeSchema.nullish().catch(null),
  queries: listOf(panelQuerySchema),
  text,
  linkedDashboards: listOf(
    z.object({ id: z.string(), relativePath: text, includeTimeRange: flag, includeVariables: flag }),
  ),
});

export const variableSchema = z.object({
  name: z.string(),
  displayName: text,
  defaultValue: text,
  sourceDefinition: z
    .object({
      variableSourceType: z.string(),
      values: text,
      query: text,
      field: text,
      filter: text,
      key: text,
    })
    .nullish()
    .catch(null),
  includeAllOption: flag,
  allowMultiSelect: flag,
  hideFromUI: flag,
});

const layoutSchema = z.object({
  layoutStructures: listOf(z.object({ key: z.string(), structure: z.string() })),
});

export const dashboardSchema = z.object({
  id: z.string(),
  contentId: text,
  folderId: text,
  title: z.string(),
  description: text,
  refreshInterval: z.number().nullish().catch(null),
  timeRange: timeRangeSchema.nullish().catch(null),
  panels: listOf(panelSchema),
  layout: layoutSchema.nullish().catch(null),
  variables: listOf(variableSchema),
});

export type Dashboard = z.infer<typeof dashboardSchema>;
export type Panel = z.infer<typeof panelSchema>;
export type Variable = z.infer<typeof variableSchema>;
export type DashboardTimeRange = z.infer<typeof timeRangeSchema>;
