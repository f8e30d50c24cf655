import { Button, Code, Group } from '@mantine/core';
import { RotateCw, TriangleAlert } from 'lucide-react';
import { ApiError } from '../model/http';
import classes from './query-error.module.css';

interface QueryErrorProps {
  error: Error;
  onRetry?: () => void;
}

/**
 * The server's message: its first line says what is wrong and may wrap; the lines after it show the
 * place in the query, monospaced, so that the caret line points at the right column.
 */
export function QueryError({ error, onRetry }: QueryErrorProps) {
  const id = error instanceof ApiError ? error.id : null;
  const [reason, ...place] = error.message.split('\n');
  return (
    <div className={classes.error} role="alert">
      <div className={classes.head}>
        <TriangleAlert size={15} aria-hidden />
        {heading(error)}
      </div>
      <div className={classes.message} tabIndex={0}>
        <p className={classes.reason}>{reason}</p>
        {place.length > 0 && (
          <pre className={classes.place} ref={showCaret} tabIndex={0}>
            {place.join('\n')}
          </pre>
        )}
      </div>
      <Group gap="xs">
        {onRetry && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<RotateCw size={13} aria-hidden />}
            onClick={onRetry}
          >
            Retry
          </Button>
        )}
        {id && <Code className={classes.id}>{id}</Code>}
      </Group>
    </div>
  );
}

/** On a narrow screen the caret may stand far right of what is seen. */
function showCaret(place: HTMLPreElement | null) {
  if (!place) return;
  const lines = place.textContent.split('\n');
  const caret = lines.find((line) => /^\s*\^+$/.test(line));
  const longest = Math.max(...lines.map((line) => line.length));
  if (!caret) return;
  const characterWidth = place.scrollWidth / longest;
  place.scrollLeft = caret.length * characterWidth - place.clientWidth / 2;
}

function heading(error: Error): string {
  if (!(error instanceof ApiError)) return 'This could not be drawn';
  switch (error.status) {
    case 0:
      return 'No connection';
    case 400:
      return 'The query has a mistake';
    case 408:
      return 'The query took too long';
    case 429:
      return 'Too many queries at once';
    case 503:
      return 'The server is busy';
    default:
      return 'The query failed';
  }
}
