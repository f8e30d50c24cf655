import { Button, Code, Group } from '@mantine/core';
import { RotateCw, TriangleAlert } from 'lucide-react';
import { ApiError } from '../model/http';
import classes from './query-error.module.css';

interface QueryErrorProps {
  error: Error;
  onRetry?: () => void;
}

/** The server's message as it wrote it: monospaced, so that a caret line points at the right column. */
export function QueryError({ error, onRetry }: QueryErrorProps) {
  const id = error instanceof ApiError ? error.id : null;
  return (
    <div className={classes.error} role="alert">
      <div className={classes.head}>
        <TriangleAlert size={15} aria-hidden />
        {heading(error)}
      </div>
      <pre className={classes.message} tabIndex={0}>
        {error.message}
      </pre>
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
