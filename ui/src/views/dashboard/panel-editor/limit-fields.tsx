import { Group, NumberInput, Select, Stack, Switch } from '@mantine/core';
import type { Settings } from './fields';
import { type SettingPath, settingAt, withSetting } from './setting';

const comparators = [
  { value: 'greater_or_equal', label: 'or more' },
  { value: 'less_or_equal', label: 'or less' },
];

/** Values from which a chart or a table warns. */
export function LimitFields({ settings }: { settings: Settings }) {
  const shown = settingAt(settings.json, ['thresholdsSettings', 'showThresholds']) === true;
  return (
    <Stack gap={8}>
      <Switch
        label="Show thresholds"
        checked={shown}
        onChange={({ currentTarget: { checked } }) =>
          settings.onChange(withSetting(settings.json, ['thresholdsSettings', 'showThresholds'], checked))
        }
      />
      {shown && (
        <>
          <LimitField settings={settings} name="warning" label="Warning" />
          <LimitField settings={settings} name="critical" label="Critical" />
        </>
      )}
    </Stack>
  );
}

function LimitField({ settings, name, label }: { settings: Settings; name: string; label: string }) {
  const at = (key: string): SettingPath => ['thresholdsSettings', 'numberThresholds', name, key];
  const value = settingAt(settings.json, at('value'));
  const comparator = settingAt(settings.json, at('comparator'));
  return (
    <Group gap={6} grow align="flex-end">
      <NumberInput
        label={label}
        placeholder="None"
        value={typeof value === 'number' ? value : ''}
        hideControls
        onChange={(next) => {
          const json = withSetting(settings.json, at('value'), typeof next === 'number' ? next : null);
          settings.onChange(withSetting(json, at('display'), typeof next === 'number'));
        }}
      />
      <Select
        aria-label={`${label} for this value`}
        data={comparators}
        value={
          typeof comparator === 'string' && comparator.startsWith('less')
            ? 'less_or_equal'
            : 'greater_or_equal'
        }
        allowDeselect={false}
        onChange={(next) => settings.onChange(withSetting(settings.json, at('comparator'), next))}
      />
    </Group>
  );
}
