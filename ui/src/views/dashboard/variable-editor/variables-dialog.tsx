import { ActionIcon, Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Variable } from '../../../model/dashboard';
import type { DashboardSaving, StoredDashboard } from '../../../model/dashboard-client';
import {
  moveVariable,
  newVariable,
  removeVariable,
  type VariableDocument,
  variablesOf,
  withVariable,
} from '../../../model/dashboard-document';
import { ConfirmDialog } from '../../../shell/confirm-dialog';
import type { QueryContext } from '../dashboard-queries';
import { SavingState } from '../edit-controls';
import { describeSource, usesOf } from './variable-fields';
import { VariableForm } from './variable-form';
import classes from './variable-editor.module.css';
import { Dialog } from '../../../shell/dialog';

interface VariablesDialogProps {
  stored: StoredDashboard;
  saving: DashboardSaving;
  context: QueryContext;
  onClose: () => void;
}

/** The variables of a dashboard in the order of their bar: added, changed, moved, removed. */
export default function VariablesDialog({ stored, saving, context, onClose }: VariablesDialogProps) {
  const { document, dashboard } = stored;
  const variables = dashboard.variables ?? [];
  // The name is the one it is stored under, null for a variable that is not stored yet.
  const [edited, setEdited] = useState<{ name: string | null; variable: VariableDocument } | null>(null);
  const [doomed, setDoomed] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const pressed = useRef<HTMLElement>(null);

  // A row that changes its place takes the focus off its buttons.
  useLayoutEffect(() => {
    pressed.current?.focus();
    pressed.current = null;
  }, [dashboard.variables]);

  const move = (name: string, by: number, button: HTMLElement) => {
    const to = variables.findIndex((variable) => variable.name === name) + by;
    if (to < 0 || to >= variables.length) return;
    pressed.current = button;
    saving.change((known) => moveVariable(known, name, by));
    setSaid(`${name} is now ${to + 1} of ${variables.length}`);
  };

  if (edited) {
    return (
      <VariableForm
        variable={edited.variable}
        added={edited.name === null}
        others={variables.map(({ name }) => name).filter((name) => name !== edited.name)}
        context={context}
        onSave={(variable) => {
          saving.change((known) => withVariable(known, edited.name, variable));
          setEdited(null);
        }}
        onClose={() => setEdited(null)}
      />
    );
  }
  const uses = doomed === null ? 0 : usesOf(dashboard, doomed);
  return (
    <>
      <Dialog onClose={onClose} size="lg" title="Variables">
        <Stack gap="sm">
          {variables.length === 0 ? (
            <Text fz="sm" c="dimmed">
              A variable is chosen above the panels and stands in their queries as {'{{name}}'}. There is none
              yet.
            </Text>
          ) : (
            <ul className={classes.list} aria-label="Variables">
              {variables.map((variable, i) => (
                <Row
                  key={variable.name}
                  variable={variable}
                  uses={usesOf(dashboard, variable.name)}
                  first={i === 0}
                  last={i === variables.length - 1}
                  onMove={(by, button) => move(variable.name, by, button)}
                  onEdit={() => {
                    const found = variablesOf(document).find(({ name }) => name === variable.name);
                    if (found) setEdited({ name: variable.name, variable: found });
                  }}
                  onRemove={() => setDoomed(variable.name)}
                />
              ))}
            </ul>
          )}
          <VisuallyHidden role="status">{said}</VisuallyHidden>
          <Group justify="space-between">
            <Button
              variant="default"
              leftSection={<Plus size={15} aria-hidden />}
              onClick={() => setEdited({ name: null, variable: newVariable() })}
            >
              Add a variable
            </Button>
            <Group gap="sm">
              <SavingState saving={saving} />
              <Button onClick={onClose}>Done</Button>
            </Group>
          </Group>
        </Stack>
      </Dialog>
      {doomed !== null && (
        <ConfirmDialog
          heading="Remove the variable"
          action="Remove"
          onConfirm={() => {
            saving.change((known) => removeVariable(known, doomed));
            setDoomed(null);
          }}
          onClose={() => setDoomed(null)}
        >
          {uses === 0
            ? `No query uses ${doomed}.`
            : `${usesText(uses)} ${doomed} and will fail until {{${doomed}}} is taken out of them.`}
        </ConfirmDialog>
      )}
    </>
  );
}

function usesText(uses: number): string {
  return uses === 1 ? 'One panel or list uses' : `${uses} panels and lists use`;
}

interface RowProps {
  variable: Variable;
  uses: number;
  first: boolean;
  last: boolean;
  onMove: (by: number, button: HTMLElement) => void;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ variable, uses, first, last, onMove, onEdit, onRemove }: RowProps) {
  const { name, displayName } = variable;
  return (
    <li className={classes.row}>
      <div className={classes.about}>
        <div className={classes.name}>
          {name}
          {displayName !== null &&
            displayName !== undefined &&
            displayName !== '' &&
            displayName !== name && <span className={classes.detail}> shown as {displayName}</span>}
        </div>
        <div className={classes.detail}>
          {describeSource(variable)} ·{' '}
          {uses === 0 ? 'not used' : uses === 1 ? 'used once' : `used ${uses} times`}
        </div>
      </div>
      <div className={classes.tools}>
        {/* Not disabled for real: a button that is takes the focus of who moves with the keyboard. */}
        <ActionIcon
          aria-label={`Move ${name} up`}
          data-disabled={first || undefined}
          aria-disabled={first}
          onClick={({ currentTarget }) => onMove(-1, currentTarget)}
        >
          <ArrowUp size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon
          aria-label={`Move ${name} down`}
          data-disabled={last || undefined}
          aria-disabled={last}
          onClick={({ currentTarget }) => onMove(1, currentTarget)}
        >
          <ArrowDown size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={`Edit ${name}`} onClick={onEdit}>
          <Pencil size={15} aria-hidden />
        </ActionIcon>
        <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 size={15} aria-hidden />
        </ActionIcon>
      </div>
    </li>
  );
}
