import { Button, Group, Select, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { type Variable, variableSchema } from '../../../model/dashboard';
import type { VariableDocument } from '../../../model/dashboard-document';
import { QueryEditor } from '../../../query/query-editor';
import { QueryError } from '../../../query/query-error';
import { type QueryContext, useVariableOptions } from '../dashboard-queries';
import classes from './variable-editor.module.css';
import { emptySource, isComplete, kindsFor, nameProblem, type Source, sourceOf } from './variable-fields';
import { Dialog } from '../../../shell/dialog';

interface VariableFormProps {
  variable: VariableDocument;
  added: boolean;
  /** Names of the dashboard's other variables. */
  others: string[];
  context: QueryContext;
  onSave: (variable: VariableDocument) => void;
  onClose: () => void;
}

/** One variable. Nothing is stored before "Save"; keys that have no field stay as they are. */
export function VariableForm({ variable, added, others, context, onSave, onClose }: VariableFormProps) {
  const [draft, setDraft] = useState(variable);
  const [tried, setTried] = useState<Variable | null>(null);
  const change = (part: Partial<VariableDocument>) => setDraft((known) => ({ ...known, ...part }));
  const source = sourceOf(draft);
  const kind = source.variableSourceType;
  const put = (part: Partial<Source>) => change({ sourceDefinition: { ...source, ...part } });
  const complete = isComplete(draft, others);
  const tryOut = () => setTried(variableSchema.parse(draft));
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={added ? 'Add a variable' : `Edit ${variable.name}`}
      closing="Close without saving"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) onSave(draft);
        }}
      >
        <Stack gap="sm">
          <div className={classes.pair}>
            <TextInput
              label="Name"
              description={`In queries: {{${draft.name === '' ? 'name' : draft.name}}}`}
              value={draft.name}
              error={nameProblem(draft.name, others)}
              required
              data-autofocus
              spellCheck={false}
              autoComplete="off"
              onChange={({ currentTarget: { value } }) => change({ name: value })}
            />
            <TextInput
              label="Label"
              description="What the bar calls it"
              placeholder={draft.name}
              value={textOf(draft.displayName)}
              onChange={({ currentTarget: { value } }) => change({ displayName: value })}
            />
          </div>
          <Select
            label="Values from"
            data={kindsFor(kind)}
            value={kind}
            allowDeselect={false}
            onChange={(next) => {
              if (next !== null && next !== kind) change({ sourceDefinition: emptySource(next) });
            }}
          />
          <SourceFields source={source} onChange={put} onRun={tryOut} />
          {tried && <TriedValues variable={tried} context={context} />}
          <TextInput
            label="Default value"
            description="Used until somebody chooses; * stands for all"
            placeholder="*"
            value={textOf(draft.defaultValue)}
            onChange={({ currentTarget: { value } }) => change({ defaultValue: value })}
          />
          <Switch
            label="Offer “All”"
            checked={draft.includeAllOption !== false}
            onChange={({ currentTarget: { checked } }) => change({ includeAllOption: checked })}
          />
          <Switch
            label="Several values can be chosen"
            checked={draft.allowMultiSelect === true}
            onChange={({ currentTarget: { checked } }) => change({ allowMultiSelect: checked })}
          />
          <Switch
            label="Hidden: only the default value holds"
            checked={draft.hideFromUI === true}
            onChange={({ currentTarget: { checked } }) => change({ hideFromUI: checked })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!complete}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

interface SourceFieldsProps {
  source: Source;
  onChange: (part: Partial<Source>) => void;
  onRun: () => void;
}

/** Where the values come from, by kind of the source. */
function SourceFields({ source, onChange, onRun }: SourceFieldsProps) {
  switch (source.variableSourceType) {
    case 'LogQueryVariableSourceDefinition':
      return (
        <>
          <div>
            <div className={classes.label}>Query</div>
            <QueryEditor
              value={textOf(source.query)}
              onChange={(query) => onChange({ query })}
              onRun={onRun}
            />
          </div>
          <Group gap="sm" align="flex-end">
            <TextInput
              label="Field"
              description="Its distinct values are the choices"
              value={textOf(source.field)}
              style={{ flex: 1 }}
              spellCheck={false}
              onChange={({ currentTarget: { value } }) => onChange({ field: value })}
            />
            <Button
              variant="default"
              disabled={textOf(source.query).trim() === '' || textOf(source.field).trim() === ''}
              onClick={onRun}
            >
              Show values
            </Button>
          </Group>
        </>
      );
    case 'CsvVariableSourceDefinition':
      return (
        <Textarea
          label="Values"
          description="With commas between them"
          value={textOf(source.values)}
          autosize
          minRows={2}
          maxRows={8}
          onChange={({ currentTarget: { value } }) => onChange({ values: value })}
        />
      );
    case 'MetadataVariableSourceDefinition':
      return (
        <>
          <div className={classes.pair}>
            <TextInput
              label="Filter"
              value={textOf(source.filter)}
              onChange={({ currentTarget: { value } }) => onChange({ filter: value })}
            />
            <TextInput
              label="Key"
              value={textOf(source.key)}
              onChange={({ currentTarget: { value } }) => onChange({ key: value })}
            />
          </div>
          <Text fz="sm" c="dimmed">
            Tailwater holds logs, no metrics: nothing is listed, a value can be typed.
          </Text>
        </>
      );
    default:
      return (
        <Text fz="sm" c="dimmed">
          Values of this kind are not listed here; one can be typed.
        </Text>
      );
  }
}

/** A variable is tried over a short time: its query may read a lot. */
const triedRange = { from: '-15m', to: 'now' };

/** More would push the rest of the form out of sight. */
const mostShown = 12;

function TriedValues({ variable, context }: { variable: Variable; context: QueryContext }) {
  const rank = useRef(-1);
  const { options, loading, error } = useVariableOptions(variable, { ...context, range: triedRange }, rank);
  if (error) return <QueryError error={error} />;
  return (
    <Text fz="sm" role="status" style={{ overflowWrap: 'anywhere' }}>
      {loading
        ? 'Looking for values…'
        : options.length === 0
          ? `No values of ${variable.sourceDefinition?.field ?? 'the field'} in the last 15 minutes`
          : `In the last 15 minutes: ${options.slice(0, mostShown).join(', ')}${
              options.length > mostShown ? ` and ${options.length - mostShown} more` : ''
            }`}
    </Text>
  );
}
