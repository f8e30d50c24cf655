import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as z from 'zod';
import { call } from './http';

const appsPath = '/api/v2/apps';
const appsKey = ['apps'] as const;

const appSchema = z.object({
  uuid: z.string(),
  name: z.string(),
  description: z.string(),
  latestVersion: z.string(),
  icon: z.string().nullish(),
  author: z.string(),
  attributes: z.object({ category: z.array(z.string()).nullish() }).nullish(),
  installable: z.boolean(),
  showOnMarketplace: z.boolean().nullish(),
  installedVersion: z.string().nullish(),
  upgradeAvailable: z.boolean().nullish(),
});

const variableSchema = z.object({ name: z.string(), defaultValue: z.string().nullish() });

const detailsSchema = appSchema.extend({
  authorDetails: z
    .object({
      homeUrl: z.string().nullish(),
      supportUrl: z.string().nullish(),
      documentationUrl: z.string().nullish(),
    })
    .nullish(),
  overview: z.string(),
  media: z.array(z.object({ title: z.string(), description: z.string().nullish(), image: z.string() })),
  previousVersion: z.string().nullish(),
  parameters: z.array(
    z.object({
      parameterId: z.string(),
      label: z.string(),
      description: z.string().nullish(),
      keyVariable: variableSchema,
      valueVariable: variableSchema,
    }),
  ),
  resources: z.object({
    folder: z.object({ name: z.string() }),
    dashboards: z.array(z.object({ name: z.string(), description: z.string().nullish() })),
    savedSearches: z.array(z.object({ name: z.string(), description: z.string().nullish() })),
  }),
  instance: z
    .object({
      version: z.string(),
      path: z.string(),
      folderId: z.string(),
      configurationBlob: z.string().nullish(),
    })
    .nullish(),
});

export type App = z.infer<typeof appSchema>;
export type AppDetails = z.infer<typeof detailsSchema>;
export type AppParameter = AppDetails['parameters'][number];

export function useApps() {
  return useQuery({
    queryKey: appsKey,
    queryFn: async ({ signal }) =>
      (await call(appsPath, z.object({ apps: z.array(appSchema) }), { signal })).apps,
  });
}

export function useApp(uuid: string) {
  return useQuery({
    queryKey: [...appsKey, uuid],
    queryFn: ({ signal }) =>
      call(`${appsPath}/${encodeURIComponent(uuid)}/details`, detailsSchema, { signal }),
  });
}

const instancesSchema = z.object({
  instances: z.array(z.object({ folderId: z.string(), path: z.string() })),
});

/** A folder of the library that belongs to an installed app. */
export interface InstalledFolder {
  id: string;
  path: string;
}

export function useInstalledFolders() {
  return useQuery({
    queryKey: [...appsKey, 'instances'],
    queryFn: async ({ signal }): Promise<InstalledFolder[]> =>
      (await call(`${appsPath}/instances`, instancesSchema, { signal })).instances.map(
        ({ folderId, path }) => ({
          id: folderId,
          path,
        }),
      ),
  });
}

const statusSchema = z.object({
  status: z.enum(['InProgress', 'Success', 'Failed']),
  statusMessage: z.string().nullish(),
  error: z.object({ code: z.string(), message: z.string() }).nullish(),
});

const pollMillis = 300;

/** What can be done with an app; each is a job of the server. */
export type AppAction = 'install' | 'upgrade' | 'revert' | 'uninstall';

async function act(uuid: string, action: AppAction, parameters: Record<string, string>): Promise<void> {
  const { jobId } = await call(
    `${appsPath}/${encodeURIComponent(uuid)}/${action}`,
    z.object({ jobId: z.string() }),
    { method: 'POST', body: action === 'install' ? { parameters } : {} },
  );
  for (;;) {
    const job = await call(`${appsPath}/${action}/${encodeURIComponent(jobId)}/status`, statusSchema);
    if (job.status === 'Success') return;
    if (job.status === 'Failed')
      throw new Error(job.error?.message ?? job.statusMessage ?? `The server could not ${action} the app.`);
    await new Promise((resolve) => setTimeout(resolve, pollMillis));
  }
}

/** Installs, upgrades, reverts or uninstalls an app and waits until it is done. */
export function useAppAction(uuid: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, parameters = {} }: { action: AppAction; parameters?: Record<string, string> }) =>
      act(uuid, action, parameters),
    // Dashboards come, change and go with the app.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: appsKey }),
        client.invalidateQueries({ queryKey: ['dashboards'] }),
        client.invalidateQueries({ queryKey: ['dashboard'] }),
        client.invalidateQueries({ queryKey: ['content'] }),
      ]),
  });
}
