import type { Panel } from '../../model/dashboard';
import { useDashboards } from '../../model/dashboard-client';

export interface LinkedDashboard {
  id: string;
  title: string;
  includeTimeRange: boolean;
  includeVariables: boolean;
}

/** The dashboards a panel leads to. An export names them by path: then the last part of it is the title. */
export function useLinkedDashboards(panel: Panel): LinkedDashboard[] {
  const { data = [] } = useDashboards();
  return (panel.linkedDashboards ?? []).flatMap(
    ({ id, relativePath, includeTimeRange, includeVariables }) => {
      const title = relativePath?.split('/').at(-1);
      const found =
        data.find((candidate) => candidate.id === id) ?? data.find((other) => other.title === title);
      return found
        ? [
            {
              id: found.id,
              title: found.title,
              includeTimeRange: includeTimeRange ?? true,
              includeVariables: includeVariables ?? true,
            },
          ]
        : [];
    },
  );
}
