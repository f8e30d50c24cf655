import { useQuery } from '@tanstack/react-query';
import * as z from 'zod';
import { call } from './http';

const collectorsSchema = z.object({
  collectors: z.array(z.object({ id: z.number(), name: z.string(), category: z.string().nullish() })),
});

const sourcesSchema = z.object({
  sources: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      category: z.string().nullish(),
      url: z.string().nullish(),
    }),
  ),
});

/** A place to send lines to, with the URL a Heroku drain is pointed at. */
export interface Source {
  id: number;
  name: string;
  category: string | null;
  url: string;
  collector: string;
}

async function listSources(signal: AbortSignal): Promise<Source[]> {
  const { collectors } = await call('/api/v1/collectors', collectorsSchema, { signal });
  const perCollector = await Promise.all(
    collectors.map(async (collector) => {
      const { sources } = await call(`/api/v1/collectors/${collector.id}/sources`, sourcesSchema, { signal });
      return sources.map((source) => ({ source, collector }));
    }),
  );
  // Sources without a URL (installed agents, for example) are none a drain can deliver to.
  return perCollector.flat().flatMap(({ source, collector }) =>
    source.url
      ? [
          {
            id: source.id,
            name: source.name,
            category: source.category ?? collector.category ?? null,
            url: source.url,
            collector: collector.name,
          },
        ]
      : [],
  );
}

export function useSources() {
  return useQuery({ queryKey: ['sources'], queryFn: ({ signal }) => listSources(signal) });
}
