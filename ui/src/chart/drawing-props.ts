import type { LogQueryResult } from '../model/log-query-client';
import type { VisualSettings } from './visual-settings';

/** What every drawing of a panel's data is given. */
export interface DrawingProps {
  title: string;
  settings: VisualSettings;
  results: LogQueryResult[];
  /** The keys of the queries the results answer, A to F; without them the results are counted from A. */
  queryKeys?: string[];
  /** The text of the panel's first query. */
  query: string;
  /** Where queries are written, fields are called what a query calls them. */
  fieldNames?: boolean;
}
