import { Button, Kbd, Text, UnstyledButton } from '@mantine/core';
import { Play, Search, Square, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { TimeZoom } from '../../chart/time-zoom';
import { cellNumber, type LogQueryResult } from '../../model/log-query-client';
import { QueryEditor } from '../../query/query-editor';
import { QueryError } from '../../query/query-error';
import { PageEmpty } from '../../shell/page-states';
import { useTitle } from '../../shell/use-title';
import { rangeProblem, type TimeRange } from '../../time/time-range';
import { TimeRangeControl } from '../../time/time-range-control';
import { Histogram } from './histogram';
import { MessageList } from './message-list';
import { RecordsView } from './records-view';
import classes from './search.module.css';
import { addToQuery } from './search-terms';
import { useSearch } from './use-search';

const examples = [
  { label: 'Everything a drain delivered', query: '_sourceCategory=heroku' },
  {
    label: 'Errors of dynos and platform by component',
    query: '_sourceCategory=heroku error | count by component | sort by _count',
  },
  {
    label: 'Responses by status over time',
    query:
      '_sourceCategory=heroku router "connect=" | parse "status=* " as status | timeslice 5m | count by _timeslice, status | transpose row _timeslice column status',
  },
];

export default function SearchView() {
  useTitle('Search');
  const { query, range, answer, run, cancel } = useSearch();
  const [draft, setDraft] = useState(query);
  const [synced, setSynced] = useState(query);
  if (query !== synced) {
    // Back, forward or a link changed the URL: the editor follows.
    setSynced(query);
    setDraft(query);
  }
  const running = answer.isFetching;
  const problem = rangeProblem(range);
  const choose = (next: string, nextRange?: TimeRange) => {
    setDraft(next);
    run(next, nextRange);
  };

  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1 className={classes.title}>Search</h1>
        <div className={classes.bar}>
          <div className={classes.editor}>
            <QueryEditor value={draft} onChange={setDraft} onRun={() => run(draft)} />
          </div>
          <div className={classes.actions}>
            <TimeRangeControl value={range} onChange={(next) => run(draft, next)} />
            {running ? (
              <Button
                variant="default"
                onClick={cancel}
                leftSection={<Square size={14} aria-hidden />}
                className={classes.run}
              >
                Cancel
              </Button>
            ) : (
              <Button
                onClick={() => run(draft)}
                disabled={draft.trim() === ''}
                leftSection={<Play size={14} aria-hidden />}
                className={classes.run}
                title="Ctrl or ⌘ and Enter"
              >
                Run
              </Button>
            )}
          </div>
        </div>
        {running && <div className={classes.progress} role="status" aria-label="The query is running" />}
      </header>
      {problem !== null && (
        <Text c="var(--tw-danger)" role="alert" p="md">
          {problem}
        </Text>
      )}
      {answer.isError && (
        <div className={classes.error}>
          <QueryError error={answer.error} onRetry={() => void answer.refetch()} />
        </div>
      )}
      {!answer.isError && answer.data && (
        <Results
          result={answer.data}
          query={query}
          stale={running}
          onAdd={(field, value) => choose(addToQuery(query, field, value))}
          onZoom={(from, to) => run(draft, { from: String(from), to: String(to) })}
        />
      )}
      {!answer.isError && !answer.data && running && <p className={classes.waiting}>Running the query…</p>}
      {!answer.data && !running && !answer.isError && query !== '' && (
        <p className={classes.waiting}>The query was cancelled. Run it again when you like.</p>
      )}
      {query === '' && <Examples onChoose={choose} />}
    </div>
  );
}

interface ResultsProps {
  result: LogQueryResult;
  query: string;
  stale: boolean;
  onAdd: (field: string, value: string | number | boolean) => void;
  onZoom: (from: number, to: number) => void;
}

function Results({ result, query, stale, onAdd, onZoom }: ResultsProps) {
  return (
    <div className={classes.results} data-stale={stale || undefined}>
      <p className={classes.summary} role="status">
        {summaryOf(result)}
      </p>
      {(result.warnings ?? []).length > 0 && (
        <ul className={classes.warnings} aria-label="Warnings">
          {(result.warnings ?? []).map((warning) => (
            <li key={warning}>
              <TriangleAlert size={14} aria-hidden />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
      {result.histogram && result.histogram.length > 0 && (
        <Histogram buckets={result.histogram} range={result.range} onZoom={onZoom} />
      )}
      {result.rows.length === 0 ? (
        <PageEmpty icon={Search} title="Nothing found in this range">
          <Text c="dimmed">
            Widen the time range, or use fewer words. Words match whole terms: write err* for everything that
            starts so.
          </Text>
        </PageEmpty>
      ) : result.kind === 'messages' ? (
        <MessageList result={result} query={query} onAdd={onAdd} />
      ) : (
        <TimeZoom value={onZoom}>
          <RecordsView result={result} query={query} />
        </TimeZoom>
      )}
    </div>
  );
}

const count = new Intl.NumberFormat('en-US');

function summaryOf(result: LogQueryResult): string {
  const rows = result.rows.length;
  const messages =
    result.messageCount ??
    result.histogram?.reduce((sum, bucket) => sum + (cellNumber(bucket.count) ?? 0), 0);
  const parts: string[] = [];
  if (result.kind === 'messages') {
    const total = Math.max(messages ?? rows, rows);
    if (rows === 0) parts.push('No messages');
    else
      parts.push(
        total > rows
          ? `Newest ${count.format(rows)} of ${count.format(total)} messages`
          : plural(rows, 'message'),
      );
  } else {
    parts.push(plural(rows, 'record'));
    if (messages !== undefined) parts.push(`from ${plural(messages, 'message')}`);
  }
  if (result.truncated && result.kind === 'records') parts.push('cut at the row limit');
  if (result.elapsedMs !== null && result.elapsedMs !== undefined)
    parts.push(`${count.format(result.elapsedMs)} ms`);
  return parts.join(' · ');
}

function plural(n: number, noun: string): string {
  return `${count.format(n)} ${noun}${n === 1 ? '' : 's'}`;
}

function Examples({ onChoose }: { onChoose: (query: string) => void }) {
  return (
    <PageEmpty icon={Search} title="Ask your logs">
      <Text c="dimmed" fz="sm">
        Words first, then stages after a pipe. <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> runs the query.
      </Text>
      <ul className={classes.examples}>
        {examples.map((example) => (
          <li key={example.query}>
            <UnstyledButton className={classes.example} onClick={() => onChoose(example.query)}>
              <span>{example.label}</span>
              <code>{example.query}</code>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </PageEmpty>
  );
}
