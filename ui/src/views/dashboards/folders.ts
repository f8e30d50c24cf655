import type { InstalledFolder } from '../../model/app-client';
import type { Dashboard } from '../../model/dashboard';

export interface FolderGroup {
  name: string;
  members: Dashboard[];
}

/** Dashboards by where they stand: those of each installed app, and before them those that people made. */
export function groupByFolder(dashboards: Dashboard[], installed: InstalledFolder[]): FolderGroup[] {
  const groups = new Map<string, Dashboard[]>();
  for (const dashboard of dashboards) {
    const folder = installed.find(({ id }) => id === dashboard.folderId);
    const name = folder ? folder.path.split('/').slice(2).join(' / ') : personal;
    groups.set(name, [...(groups.get(name) ?? []), dashboard]);
  }
  return [...groups]
    .map(([name, members]) => ({ name, members }))
    .sort(
      (a, b) => Number(b.name === personal) - Number(a.name === personal) || a.name.localeCompare(b.name),
    );
}

const personal = 'Personal';
