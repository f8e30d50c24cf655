import { Autocomplete, Button, Group, type OptionsFilter, Stack, Stepper, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { type AppDetails, type AppParameter, type useAppAction } from '../../model/app-client';
import { useDashboards } from '../../model/dashboard-client';
import classes from './app.module.css';
import { useRecentValues } from './recent-values';

interface InstallStepsProps {
  app: AppDetails;
  action: ReturnType<typeof useAppAction>;
  onClose: () => void;
}

/** From data that flows to dashboards that show it: setup, configure, done. */
export function InstallSteps({ app, action, onClose }: InstallStepsProps) {
  const [step, setStep] = useState(0);
  const [values, setValues] = useState(() => initialValues(app));
  const [checked, setChecked] = useState(false);
  const missing = Object.values(values).some((value) => value.trim() === '');
  const install = () => {
    setChecked(true);
    if (missing) return;
    const parameters = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value.trim()]),
    );
    action.mutate({ action: 'install', parameters }, { onSuccess: () => setStep(2) });
  };
  return (
    <section aria-label={`Install ${app.name}`} className={classes.install}>
      <Stepper
        active={step}
        size="sm"
        allowNextStepsSelect={false}
        classNames={{ steps: classes.steps, separator: classes.separator }}
      >
        <Stepper.Step label="Setup Data">
          <SetUpData />
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button onClick={() => setStep(1)}>Next</Button>
          </Group>
        </Stepper.Step>
        <Stepper.Step label="Configure">
          <Stack gap="lg" mt="sm">
            {app.parameters.map((parameter) => (
              <ParameterFields
                key={parameter.parameterId}
                parameter={parameter}
                values={values}
                checked={checked}
                onChange={(name, value) => setValues((known) => ({ ...known, [name]: value }))}
              />
            ))}
          </Stack>
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={() => setStep(0)}>
              Back
            </Button>
            <Button onClick={install} loading={action.isPending}>
              Next
            </Button>
          </Group>
        </Stepper.Step>
        <Stepper.Step label="Preview & Done">
          <Installed app={app} />
          <Group justify="flex-end" mt="lg">
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stepper.Step>
      </Stepper>
    </section>
  );
}

function initialValues(app: AppDetails): Record<string, string> {
  return Object.fromEntries(
    app.parameters.flatMap(({ keyVariable, valueVariable }) => [
      [keyVariable.name, keyVariable.defaultValue ?? '_sourceCategory'],
      [valueVariable.name, valueVariable.defaultValue ?? ''],
    ]),
  );
}

function SetUpData() {
  return (
    <Text fz="sm" mt="sm">
      The dashboards show lines that a Heroku drain delivered. <Link to="/send-data">Send data</Link> has the
      drain’s address and the commands for your Heroku app. When lines already flow, go on.
    </Text>
  );
}

/** Fields that every line has; others can be typed. */
const fieldNames = ['_sourceCategory', '_collector', '_source', '_sourceHost', '_sourceName'];

/** A value that is in the list is a choice already made: then the list shows the others too. */
const allOrMatching: OptionsFilter = ({ options, search }) => {
  const labels = options.filter((option) => 'value' in option);
  const typed = search.trim().toLowerCase();
  return labels.some(({ label }) => label.toLowerCase() === typed)
    ? labels
    : labels.filter(({ label }) => label.toLowerCase().includes(typed));
};

interface ParameterFieldsProps {
  parameter: AppParameter;
  values: Record<string, string>;
  checked: boolean;
  onChange: (name: string, value: string) => void;
}

function ParameterFields({ parameter, values, checked, onChange }: ParameterFieldsProps) {
  const { keyVariable, valueVariable } = parameter;
  const field = values[keyVariable.name] ?? '';
  const value = values[valueVariable.name] ?? '';
  const recent = useRecentValues(field);
  const problem = (text: string, what: string) =>
    checked && text.trim() === '' ? `Enter the ${what}.` : undefined;
  return (
    <div role="group" aria-label={parameter.label}>
      <Text fw={600}>{parameter.label}</Text>
      {parameter.description && (
        <Text fz="sm" c="dimmed" mb={8}>
          {parameter.description}
        </Text>
      )}
      <div className={classes.fields}>
        <Autocomplete
          label="Field Name"
          data={fieldNames}
          filter={allOrMatching}
          value={field}
          onChange={(next) => onChange(keyVariable.name, next)}
          error={problem(field, 'name of a field')}
          required
        />
        <Autocomplete
          label="Field Value"
          description={recentText(recent)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={recent.data ?? []}
          filter={allOrMatching}
          value={value}
          onChange={(next) => onChange(valueVariable.name, next)}
          error={problem(value, 'value that tells these lines from others')}
          required
        />
      </div>
    </div>
  );
}

function recentText({ data, isFetching, error }: ReturnType<typeof useRecentValues>): string {
  if (error) return error.message.split('\n')[0] ?? '';
  if (isFetching && !data) return 'Looking for values of the last 24 hours…';
  if (!data) return '';
  if (data.length === 0)
    return 'No line of the last 24 hours has this field; a value can be typed all the same.';
  return `${data.length} ${data.length === 1 ? 'value' : 'values'} in the last 24 hours; others can be typed.`;
}

function Installed({ app }: { app: AppDetails }) {
  const { data } = useDashboards();
  const dashboards = data?.filter(({ folderId }) => folderId && folderId === app.instance?.folderId) ?? [];
  return (
    <>
      <Text fz="sm" mt="sm" mb="sm" role="status">
        {app.name} is installed in {app.instance?.path ?? `Installed Apps / ${app.resources.folder.name}`}.
        Panels fill as their searches run.
      </Text>
      <ul className={classes.contents}>
        {dashboards.map(({ id, title, description }) => (
          <li key={id}>
            <Link to={`/dashboards/${encodeURIComponent(id)}`}>{title}</Link>
            {description && <span>{description}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}
