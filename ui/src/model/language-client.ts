import { useQuery } from '@tanstack/react-query';
import * as z from 'zod';
import { call } from './http';

const entrySchema = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  usage: z.string(),
  summary: z.string(),
  examples: z.array(z.string()),
});

const languageSchema = z.object({
  operators: z.array(entrySchema),
  aggregates: z.array(entrySchema),
  functions: z.array(entrySchema),
  fields: z.array(z.object({ name: z.string(), fieldType: z.string() })),
});

/** An operator, aggregate or function, as the server documents it. */
export type LanguageEntry = z.infer<typeof entrySchema>;
export type Language = z.infer<typeof languageSchema>;

/** What a query can be made of; it changes only with the server's version. */
export function useLanguage(): Language | undefined {
  return useQuery({
    queryKey: ['language'],
    queryFn: ({ signal }) => call('/api/v1/query/language', languageSchema, { signal }),
    staleTime: Infinity,
  }).data;
}
