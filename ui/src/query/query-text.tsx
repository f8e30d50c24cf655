import { Button, CopyButton, Stack } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import classes from './query-text.module.css';
import { splitStages } from './plain-count';

/** A query to read: one stage per line. */
export function QueryText({ query }: { query: string }) {
  const text = splitStages(query).join('\n| ');
  return (
    <Stack gap="sm" align="flex-start">
      <pre className={classes.text} tabIndex={0}>
        {text}
      </pre>
      <CopyButton value={query}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            leftSection={copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
          >
            {copied ? 'Copied' : 'Copy query'}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}
