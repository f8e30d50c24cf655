import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { runLogQuery } from '../../model/log-query-client';
import { forServer, type TimeRange } from '../../time/time-range';

const defaultSearchRange: TimeRange = { from: '-1h', to: 'now' };

/** The search in the URL and its answer. */
export function useSearch() {
  const [parameters, setParameters] = useSearchParams();
  const client = useQueryClient();
  const query = parameters.get('q') ?? '';
  const range = {
    from: parameters.get('from') ?? defaultSearchRange.from,
    to: parameters.get('to') ?? defaultSearchRange.to,
  };
  const queryKey = ['search', query, range.from, range.to];
  const answer = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      runLogQuery(
        { query, from: forServer(range.from), to: forServer(range.to), limit: 1000, histogram: true },
        signal,
      ),
    enabled: query.trim() !== '',
    staleTime: Infinity,
    retry: false,
  });
  return {
    query,
    range,
    answer,
    run: (next: string, nextRange: TimeRange = range) => {
      if (next === query && nextRange.from === range.from && nextRange.to === range.to) void answer.refetch();
      else
        setParameters({ ...(next.trim() === '' ? {} : { q: next }), from: nextRange.from, to: nextRange.to });
    },
    cancel: () => void client.cancelQueries({ queryKey }),
  };
}
