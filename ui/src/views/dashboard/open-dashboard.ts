import type { QueryClient } from '@tanstack/react-query';
import { dashboardQuery } from '../../model/dashboard-client';
import { rangeProblem } from '../../time/time-range';
import { askAhead } from './dashboard-queries';
import { chosenContext } from './dashboard-state';
import { firstPanels, placePanels } from './layout';

/**
 * Loads a dashboard and asks for its first panels, while the page around it is made: half of the time until one of them
 * is drawn would else be over before the server hears of it.
 *
 * @param parameters of its address
 */
export async function openDashboard(
  client: QueryClient,
  id: string,
  parameters: URLSearchParams,
): Promise<void> {
  const { dashboard } = await client.query(dashboardQuery(id));
  const context = chosenContext(dashboard, parameters);
  if (rangeProblem(context.range) !== null) return;
  const first = placePanels(dashboard).slice(0, firstPanels);
  askAhead(
    client,
    first.map(({ panel }) => panel),
    context,
  );
}
