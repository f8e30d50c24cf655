import { useQuery } from '@tanstack/react-query';
import * as z from 'zod';
import { call } from './http';

const itemSchema = z.object({ id: z.string(), permissions: z.array(z.string()) });
const pathSchema = z.object({ path: z.string() });

/** An item of the library: where it stands, and whether it may be changed. */
export interface ContentItem {
  /** The folders it stands in, outermost first. */
  folders: string[];
  editable: boolean;
}

/** What the library says of an item. */
export function useContentItem(id: string | null | undefined) {
  return useQuery({
    queryKey: ['content', id],
    queryFn: async ({ signal }): Promise<ContentItem> => {
      const at = `/api/v2/content/${encodeURIComponent(id ?? '')}`;
      const [item, { path }] = await Promise.all([
        call(at, itemSchema, { signal }),
        call(`${at}/path`, pathSchema, { signal }),
      ]);
      return { folders: foldersOf(path), editable: item.permissions.includes('Edit') };
    },
    enabled: id !== null && id !== undefined,
  });
}

/** "/Library/Installed Apps/Heroku/Heroku - Overview" stands in "Installed Apps" and "Heroku". */
export function foldersOf(path: string): string[] {
  const [, root, ...rest] = path.split('/').slice(1, -1);
  // A person's own folder is /Library/Users/<mail>.
  if (root === 'Users') return ['Personal', ...rest.slice(1)];
  return root === undefined ? [] : [root, ...rest];
}
