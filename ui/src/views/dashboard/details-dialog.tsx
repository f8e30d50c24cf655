import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../shell/dialog';

interface DetailsDialogProps {
  heading: string;
  action: string;
  title: string;
  description: string;
  busy?: boolean;
  problem?: string | null;
  onSubmit: (title: string, description: string) => void;
  onClose: () => void;
}

/** Asks for the title and the description of a dashboard. */
export function DetailsDialog(props: DetailsDialogProps) {
  const [title, setTitle] = useState(props.title);
  const [description, setDescription] = useState(props.description);
  const name = title.trim();
  return (
    <Dialog onClose={props.onClose} title={props.heading}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== '') props.onSubmit(name, description.trim());
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Title"
            value={title}
            maxLength={255}
            required
            data-autofocus
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={props.problem}
          />
          <Textarea
            label="Description"
            value={description}
            autosize
            minRows={2}
            maxRows={8}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={name === ''} loading={props.busy ?? false}>
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
