import { Button, CopyButton, Group, Stack, Textarea } from '@mantine/core';
import { useMemo } from 'react';
import { type DashboardDocument, exportText } from '../../model/dashboard-document';
import { download, fileName } from './download';
import { Dialog } from '../../shell/dialog';

interface ExportDialogProps {
  document: DashboardDocument;
  title: string;
  onClose: () => void;
}

/** The dashboard's JSON, to copy or to keep as a file. */
export function ExportDialog({ document, title, onClose }: ExportDialogProps) {
  const text = useMemo(() => exportText(document), [document]);
  return (
    <Dialog onClose={onClose} title={`Export ${title}`} size="xl">
      <Stack gap="sm">
        <Textarea
          aria-label="JSON"
          value={text}
          readOnly
          rows={18}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
        />
        <Group justify="flex-end">
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button
            onClick={() => {
              const file = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
              download(file, fileName(title, 'json'));
              URL.revokeObjectURL(file);
            }}
          >
            Download
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
