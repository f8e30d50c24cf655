import { Accordion, Checkbox, Group, Select, Stack, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { colorFamilies } from '../../../chart/palette';
import { shownStatistics, statistics } from '../../../chart/statistics';
import { chartTypes, familyOf } from './chart-types';
import { ChoiceField, NumberField, type Settings, SwitchField, TextField } from './fields';
import { LimitFields } from './limit-fields';
import { OverrideFields } from './override-fields';
import { RangeFields } from './range-fields';
import { settingAt, withSetting } from './setting';

interface SettingsFormProps {
  settings: Settings;
  /** The names of the series the panel has now. */
  names: string[];
}

/** How a panel's results are drawn. */
export function SettingsForm({ settings, names }: SettingsFormProps) {
  const mode = settingAt(settings.json, ['general', 'mode']);
  const type = settingAt(settings.json, ['general', 'type']);
  const chartType = `${typeof mode === 'string' ? mode : ''} ${typeof type === 'string' ? type : ''}`;
  const family = familyOf(chartType);
  const colors = settingAt(settings.json, ['color', 'family']);
  const families = [...new Set([...colorFamilies, ...(typeof colors === 'string' ? [colors] : [])])];
  return (
    <>
      <Select
        label="Chart type"
        data={chartTypes}
        value={
          chartTypes.some(({ items }) => items.some(({ value }) => value === chartType)) ? chartType : null
        }
        placeholder={chartType.trim() === '' ? 'As the data suggests' : chartType}
        allowDeselect={false}
        maxDropdownHeight={400}
        onChange={(next) => {
          const [nextMode, nextType] = (next ?? '').split(' ');
          const json = withSetting(settings.json, ['general', 'mode'], nextMode);
          settings.onChange(withSetting(json, ['general', 'type'], nextType));
        }}
      />
      <Accordion multiple defaultValue={['display']} mt="sm" chevronPosition="left">
        <Section name="display" title="Display">
          {family.stacks && (
            <ChoiceField
              label="Arrangement"
              path={['general', 'displayType']}
              settings={settings}
              initially="default"
              choices={[
                { value: 'default', label: 'Side by side' },
                { value: 'stacked', label: 'Stacked' },
                ...(family.overTime ? [{ value: 'smooth', label: 'Smooth' }] : []),
              ]}
            />
          )}
          {family.single && <SingleValueFields settings={settings} />}
          <Group grow>
            <TextField
              label="Unit"
              path={['axes', 'axisY', 'unit', 'value']}
              settings={settings}
              placeholder="ms, s, bytes, MB, %"
            />
            <NumberField
              label="Decimals"
              path={['axes', 'axisY', 'unitDecimals']}
              settings={settings}
              placeholder="2"
              min={0}
              max={9}
            />
          </Group>
          {family.colors && (
            <ChoiceField
              label="Colours"
              path={['color', 'family']}
              settings={settings}
              initially={colorFamilies[0] ?? ''}
              choices={families.map((value) => ({ value, label: value }))}
            />
          )}
          {family.slices && (
            <NumberField
              label="Slices before “Other”"
              path={['general', 'maxNumOfSlices']}
              settings={settings}
              placeholder="10"
              min={1}
              max={50}
            />
          )}
        </Section>
        {family.axes && (
          <Section name="axes" title="Axes">
            <TextField label="Name of the values" path={['axes', 'axisY', 'title']} settings={settings} />
            <Group grow>
              <NumberField label="Minimum" path={['axes', 'axisY', 'minimum']} settings={settings} />
              <NumberField label="Maximum" path={['axes', 'axisY', 'maximum']} settings={settings} />
            </Group>
            <SwitchField label="Logarithmic" path={['axes', 'axisY', 'logarithmic']} settings={settings} />
            {family.overTime && (
              <TextField
                label="Unit of the second axis"
                path={['axes', 'axisY2', 'unit', 'value']}
                settings={settings}
              />
            )}
          </Section>
        )}
        {family.series && (
          <Section name="legend" title="Legend">
            <LegendFields settings={settings} />
          </Section>
        )}
        {(family.limits || family.ranges !== null) && (
          <Section name="thresholds" title="Thresholds">
            {family.ranges === null ? (
              <LimitFields settings={settings} />
            ) : (
              <RangeFields
                settings={settings}
                path={
                  family.ranges === 'map'
                    ? ['map', 'mainMetric', 'colorThresholds']
                    : [family.ranges, 'thresholds']
                }
              />
            )}
          </Section>
        )}
        {family.series && (
          <Section name="overrides" title="Overrides">
            <OverrideFields settings={settings} names={names} overTime={family.overTime} />
          </Section>
        )}
        <Section name="json" title="JSON">
          <JsonField settings={settings} />
        </Section>
      </Accordion>
    </>
  );
}

function Section({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>{title}</Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">{children}</Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function SingleValueFields({ settings }: { settings: Settings }) {
  return (
    <>
      <TextField label="Label below the value" path={['svp', 'label']} settings={settings} />
      <ChoiceField
        label="Of several slices show"
        path={['svp', 'option']}
        settings={settings}
        initially="Latest"
        choices={['Latest', 'Average', 'Sum', 'Min', 'Max', 'Count'].map((value) => ({
          value,
          label: value,
        }))}
      />
      <SwitchField label="Colour the background" path={['svp', 'useBackgroundColor']} settings={settings} />
      <SwitchField label="Sparkline" path={['svp', 'sparkline', 'show']} settings={settings} initially />
      <SwitchField label="Gauge" path={['svp', 'gauge', 'show']} settings={settings} />
      {settingAt(settings.json, ['svp', 'gauge', 'show']) === true && (
        <Group grow>
          <NumberField
            label="Gauge from"
            path={['svp', 'gauge', 'min']}
            settings={settings}
            placeholder="0"
          />
          <NumberField
            label="Gauge to"
            path={['svp', 'gauge', 'max']}
            settings={settings}
            placeholder="100"
          />
        </Group>
      )}
    </>
  );
}

function LegendFields({ settings }: { settings: Settings }) {
  const stored = settingAt(settings.json, ['legend', 'shownStatistics']);
  const chosen = shownStatistics(Array.isArray(stored) ? (stored as string[]) : null);
  return (
    <>
      <SwitchField label="Show the legend" path={['legend', 'enabled']} settings={settings} initially />
      <ChoiceField
        label="Place"
        path={['legend', 'verticalAlign']}
        settings={settings}
        initially="bottom"
        choices={[
          { value: 'bottom', label: 'Bottom' },
          { value: 'right', label: 'Right' },
        ]}
      />
      <SwitchField label="As a table" path={['legend', 'showAsTable']} settings={settings} />
      {settingAt(settings.json, ['legend', 'showAsTable']) === true && (
        <Checkbox.Group
          label="Columns"
          value={chosen}
          onChange={(next) =>
            settings.onChange(withSetting(settings.json, ['legend', 'shownStatistics'], next))
          }
        >
          <Group gap="md" mt={4}>
            {statistics.map((name) => (
              <Checkbox key={name} value={name} label={name} />
            ))}
          </Group>
        </Checkbox.Group>
      )}
    </>
  );
}

/** All settings as text, for those that have no field. */
function JsonField({ settings }: { settings: Settings }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Textarea
      aria-label="Settings as JSON"
      value={draft ?? pretty(settings.json)}
      error={problem}
      autosize
      minRows={6}
      maxRows={20}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      onChange={({ currentTarget: { value } }) => setDraft(value)}
      onBlur={() => {
        if (draft === null) return;
        try {
          settings.onChange(JSON.stringify(JSON.parse(draft)));
          setDraft(null);
          setProblem(null);
        } catch (error) {
          setProblem(`Not taken over: ${error instanceof Error ? error.message : 'no JSON'}`);
        }
      }}
    />
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
