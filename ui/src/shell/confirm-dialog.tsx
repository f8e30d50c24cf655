import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from './dialog';

interface ConfirmDialogProps {
  heading: string;
  action: string;
  busy?: boolean;
  problem?: string | null;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something is lost. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog onClose={props.onClose} title={props.heading}>
      <Stack gap="md">
        <Text fz="sm">{props.children}</Text>
        {props.problem && (
          <Text fz="sm" c="var(--tw-danger)" role="alert">
            {props.problem}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" onClick={props.onConfirm} loading={props.busy ?? false}>
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
