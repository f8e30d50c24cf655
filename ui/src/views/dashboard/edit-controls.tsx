import { Button, Menu, Text } from '@mantine/core';
import { Check, ClipboardPaste, CopyPlus, Pencil, Plus, Search, Type, Variable } from 'lucide-react';
import type { DashboardSaving } from '../../model/dashboard-client';
import { copiedPanel } from './copied-panel';
import classes from './dashboard.module.css';

export type NewPanel = 'query' | 'text' | 'pasted';

interface EditControlsProps {
  /** undefined until it is known. */
  editable: boolean | undefined;
  editing: boolean;
  saving: DashboardSaving;
  onEdit: (editing: boolean) => void;
  onAdd: (kind: NewPanel) => void;
  onEditVariables: () => void;
  onCopyToEdit: () => void;
}

/** The way into editing and out of it; a dashboard of an app is copied first. */
export function EditControls(props: EditControlsProps) {
  const { editable, editing, saving, onEdit, onAdd, onEditVariables, onCopyToEdit } = props;
  if (editable === undefined) return null;
  if (!editable) {
    return (
      <Button
        variant="default"
        leftSection={<CopyPlus size={15} aria-hidden />}
        classNames={{ root: classes.compact, label: classes.wideOnly }}
        aria-label="Copy to edit"
        onClick={onCopyToEdit}
      >
        Copy to edit
      </Button>
    );
  }
  if (!editing) {
    return (
      <Button
        variant="default"
        leftSection={<Pencil size={15} aria-hidden />}
        classNames={{ root: classes.compact, label: classes.wideOnly }}
        aria-label="Edit"
        onClick={() => onEdit(true)}
      >
        Edit
      </Button>
    );
  }
  return (
    <>
      <SavingState saving={saving} />
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <Button variant="default" leftSection={<Plus size={15} aria-hidden />}>
            Add panel
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Search size={15} aria-hidden />} onClick={() => onAdd('query')}>
            Query
          </Menu.Item>
          <Menu.Item leftSection={<Type size={15} aria-hidden />} onClick={() => onAdd('text')}>
            Text
          </Menu.Item>
          {copiedPanel() && (
            <Menu.Item leftSection={<ClipboardPaste size={15} aria-hidden />} onClick={() => onAdd('pasted')}>
              Paste the copied panel
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" leftSection={<Variable size={15} aria-hidden />} onClick={onEditVariables}>
        Edit variables
      </Button>
      <Button leftSection={<Check size={15} aria-hidden />} onClick={() => onEdit(false)}>
        Done
      </Button>
    </>
  );
}

/** Changes save by themselves: this says so, and when they did not. */
export function SavingState({ saving }: { saving: DashboardSaving }) {
  if (saving.state === 'failed') {
    return (
      <Text fz="sm" c="var(--tw-danger)" role="alert">
        Not saved: {saving.problem?.message}{' '}
        <Button variant="subtle" size="compact-xs" onClick={saving.retry}>
          Try again
        </Button>
      </Text>
    );
  }
  return (
    <Text fz="xs" c="dimmed" role="status">
      {saving.state === 'saving' ? 'Saving…' : 'Saved'}
    </Text>
  );
}
