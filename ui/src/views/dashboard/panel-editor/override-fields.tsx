import {
  ActionIcon,
  Button,
  ColorInput,
  Group,
  Paper,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { Settings } from './fields';
import { settingAt, withSetting } from './setting';

interface Properties extends Record<string, unknown> {
  name?: string | undefined;
  color?: string | undefined;
  type?: string | undefined;
  axisYType?: string | undefined;
  visible?: boolean | undefined;
}

interface Override extends Record<string, unknown> {
  series?: string[];
  properties?: Properties;
}

interface OverrideFieldsProps {
  settings: Settings;
  /** The names of the series the panel has now. */
  names: string[];
  overTime: boolean;
}

/** Name, colour, type and axis of single series. */
export function OverrideFields({ settings, names, overTime }: OverrideFieldsProps) {
  const stored = settingAt(settings.json, ['overrides']);
  const overrides = Array.isArray(stored) ? (stored as Override[]) : [];
  const put = (next: Override[]) => settings.onChange(withSetting(settings.json, ['overrides'], next));
  return (
    <Stack gap={8}>
      {overrides.map((override, i) => (
        <OverrideEntry
          key={i}
          number={i + 1}
          override={override}
          names={names}
          overTime={overTime}
          onChange={(next) => put(overrides.map((other, at) => (at === i ? next : other)))}
          onRemove={() => put(overrides.filter((_, at) => at !== i))}
        />
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<Plus size={14} aria-hidden />}
        disabled={names.length === 0}
        onClick={() => put([...overrides, { series: names.slice(0, 1), queries: [], properties: {} }])}
      >
        Add an override
      </Button>
    </Stack>
  );
}

interface OverrideEntryProps {
  number: number;
  override: Override;
  names: string[];
  overTime: boolean;
  onChange: (override: Override) => void;
  onRemove: () => void;
}

function OverrideEntry({ number, override, names, overTime, onChange, onRemove }: OverrideEntryProps) {
  const properties = override.properties ?? {};
  const change = (part: Partial<Properties>) =>
    onChange({ ...override, properties: { ...properties, ...part } });
  const series = override.series?.[0] ?? null;
  const known = series === null || names.includes(series) ? names : [series, ...names];
  return (
    <Paper withBorder p="xs">
      <Stack gap={6}>
        <Group gap={6} wrap="nowrap">
          <Select
            aria-label={`Series of override ${number}`}
            data={[...new Set(known)]}
            value={series}
            searchable
            style={{ flex: 1 }}
            onChange={(next) => onChange({ ...override, series: next === null ? [] : [next] })}
          />
          <ActionIcon aria-label={`Remove override ${number}`} onClick={onRemove}>
            <Trash2 size={15} aria-hidden />
          </ActionIcon>
        </Group>
        <Group gap={6} grow>
          <TextInput
            aria-label={`Alias of override ${number}`}
            placeholder="Alias"
            value={properties.name ?? ''}
            onChange={({ currentTarget: { value } }) => change({ name: value === '' ? undefined : value })}
          />
          <ColorInput
            aria-label={`Colour of override ${number}`}
            placeholder="Colour"
            withEyeDropper={false}
            value={properties.color ?? ''}
            onChange={(color) => change({ color: color === '' ? undefined : color })}
          />
        </Group>
        {overTime && (
          <>
            <Select
              aria-label={`Chart type of override ${number}`}
              placeholder="Type of the panel"
              data={[
                { value: 'line', label: 'Line' },
                { value: 'area', label: 'Area' },
                { value: 'column', label: 'Column' },
              ]}
              value={properties.type ?? null}
              clearable
              onChange={(type) => change({ type: type ?? undefined })}
            />
            <Group gap="lg">
              <Switch
                label="Second axis"
                checked={properties.axisYType === 'secondary'}
                onChange={({ currentTarget: { checked } }) =>
                  change({ axisYType: checked ? 'secondary' : undefined })
                }
              />
              <Switch
                label="Hidden"
                checked={properties.visible === false}
                onChange={({ currentTarget: { checked } }) =>
                  change({ visible: checked ? false : undefined })
                }
              />
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  );
}
