import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useCreateDashboards } from '../../model/dashboard-client';
import { importText } from '../../model/dashboard-document';
import { Dialog } from '../../shell/dialog';

/** Takes a dashboard's JSON, pasted or from a file. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const create = useCreateDashboards();
  const navigate = useNavigate();
  const submit = () => {
    try {
      create.mutate(importText(text), {
        onSuccess: ([id, ...others]) => {
          onClose();
          if (others.length === 0) void navigate(`/dashboards/${encodeURIComponent(id ?? '')}`);
        },
      });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog onClose={onClose} title="Import" size="xl">
      <Stack gap="sm">
        <Textarea
          label="JSON of a dashboard, or of an exported folder"
          value={text}
          rows={16}
          data-autofocus
          error={problem ?? create.error?.message}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <Group justify="space-between">
          <FileButton
            accept="application/json,.json"
            onChange={(file) => {
              if (file) void file.text().then(setText);
            }}
          >
            {(props) => (
              <Button variant="default" {...props}>
                Choose a file
              </Button>
            )}
          </FileButton>
          <Group>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button onClick={submit} disabled={text.trim() === ''} loading={create.isPending}>
              Import
            </Button>
          </Group>
        </Group>
        <Text fz="xs" c="dimmed">
          Keys this program does not know are kept.
        </Text>
      </Stack>
    </Dialog>
  );
}
