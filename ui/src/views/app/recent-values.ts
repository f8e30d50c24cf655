import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { cellNumber, cellText, fieldIndex, runLogQuery } from '../../model/log-query-client';

/** While somebody types the name of a field, not every letter is worth a query. */
const typingMillis = 400;

/** The values of a field in the lines of the last day, the most frequent first. */
export function useRecentValues(typed: string) {
  const [field] = useDebouncedValue(typed.trim(), typingMillis);
  return useQuery({
    queryKey: ['recent-values', field],
    queryFn: async ({ signal }) => {
      const answer = await runLogQuery(
        { query: `${field}=* | count by ${field}`, from: '-24h', to: 'now', limit: 1000 },
        signal,
      );
      const value = fieldIndex(answer.fields, field);
      const count = fieldIndex(answer.fields, '_count');
      const values = [...answer.rows]
        .sort((a, b) => (cellNumber(b[count]) ?? 0) - (cellNumber(a[count]) ?? 0))
        .map((row) => cellText(row[value]))
        .filter((text) => text !== '');
      return [...new Set(values)];
    },
    // Only what can be the name of a field becomes part of a query.
    enabled: /^[A-Za-z_][\w.]*$/.test(field),
    retry: false,
  });
}
