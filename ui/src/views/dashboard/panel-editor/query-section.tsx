import { ActionIcon, Button, Group, SegmentedControl, Switch } from '@mantine/core';
import { Play, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { QueryEditor } from '../../../query/query-editor';

export interface QueryDocument extends Record<string, unknown> {
  queryKey: string;
  queryString: string;
  transient?: boolean;
}

interface QuerySectionProps {
  queries: QueryDocument[];
  onChange: (queries: QueryDocument[]) => void;
  onRun: () => void;
}

const keys = ['A', 'B', 'C', 'D', 'E', 'F'];

/** The queries of a panel, up to six; one of them is in the editor. */
export function QuerySection({ queries, onChange, onRun }: QuerySectionProps) {
  const [chosen, setChosen] = useState(queries[0]?.queryKey ?? 'A');
  const current = queries.find(({ queryKey }) => queryKey === chosen) ?? queries[0];
  const free = keys.find((key) => !queries.some(({ queryKey }) => queryKey === key));
  const change = (part: Partial<QueryDocument>) =>
    onChange(queries.map((query) => (query === current ? { ...query, ...part } : query)));
  return (
    <section aria-label="Queries">
      <Group gap={8} mb={8}>
        <SegmentedControl
          aria-label="Query"
          size="xs"
          data={queries.map(({ queryKey }) => queryKey)}
          value={current?.queryKey ?? 'A'}
          onChange={setChosen}
        />
        {free !== undefined && (
          <ActionIcon
            aria-label="Add a query"
            onClick={() => {
              onChange([
                ...queries,
                {
                  queryKey: free,
                  queryType: 'Logs',
                  queryString: '',
                  transient: false,
                  parseMode: 'Manual',
                  timeSource: 'Message',
                },
              ]);
              setChosen(free);
            }}
          >
            <Plus size={16} aria-hidden />
          </ActionIcon>
        )}
        {queries.length > 1 && (
          <ActionIcon
            aria-label={`Remove query ${current?.queryKey ?? ''}`}
            onClick={() => onChange(queries.filter((query) => query !== current))}
          >
            <Trash2 size={15} aria-hidden />
          </ActionIcon>
        )}
        {queries.length > 1 && (
          <Switch
            size="xs"
            label="Not drawn"
            checked={current?.transient ?? false}
            onChange={({ currentTarget: { checked } }) => change({ transient: checked })}
          />
        )}
        <Button
          size="xs"
          ml="auto"
          leftSection={<Play size={13} aria-hidden />}
          onClick={onRun}
          title="Ctrl or ⌘ and Enter"
        >
          Run
        </Button>
      </Group>
      <QueryEditor
        key={current?.queryKey}
        value={current?.queryString ?? ''}
        onChange={(queryString) => change({ queryString })}
        onRun={onRun}
      />
    </section>
  );
}
