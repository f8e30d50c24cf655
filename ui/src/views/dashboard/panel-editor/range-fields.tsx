import { ActionIcon, Button, ColorInput, Group, NumberInput, Stack } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { Settings } from './fields';
import { type SettingPath, settingAt, withSetting } from './setting';

/** The colours that published dashboards use: fine, watch, bad. */
export const rangeColors = ['#98ECA9', '#F2DA73', '#FFB5B5'];
const mostRanges = 10;

interface Range {
  from: number | null;
  to: number | null;
  color: string;
}

/** Ranges of values with a colour each. */
export function RangeFields({ settings, path }: { settings: Settings; path: SettingPath }) {
  const stored = settingAt(settings.json, path);
  const ranges = Array.isArray(stored) ? (stored as Range[]) : [];
  const put = (next: Range[]) => settings.onChange(withSetting(settings.json, path, next));
  const change = (index: number, part: Partial<Range>) =>
    put(ranges.map((range, i) => (i === index ? { ...range, ...part } : range)));
  return (
    <Stack gap={8}>
      {ranges.map((range, i) => (
        <Group key={i} gap={6} wrap="nowrap">
          <Bound label={`Range ${i + 1} from`} value={range.from} onChange={(from) => change(i, { from })} />
          <Bound label={`Range ${i + 1} to`} value={range.to} onChange={(to) => change(i, { to })} />
          <ColorInput
            aria-label={`Colour of range ${i + 1}`}
            value={range.color}
            onChange={(color) => change(i, { color })}
            swatches={rangeColors}
            withEyeDropper={false}
            w={118}
          />
          <ActionIcon
            aria-label={`Remove range ${i + 1}`}
            onClick={() => put(ranges.filter((_, at) => at !== i))}
          >
            <Trash2 size={15} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {ranges.length < mostRanges && (
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() =>
            put([
              ...ranges,
              {
                from: ranges.at(-1)?.to ?? 0,
                to: null,
                color: rangeColors[ranges.length % rangeColors.length] ?? '',
              },
            ])
          }
        >
          Add a range
        </Button>
      )}
    </Stack>
  );
}

interface BoundProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
}

function Bound({ label, value, onChange }: BoundProps) {
  return (
    <NumberInput
      aria-label={label}
      placeholder="any"
      value={value ?? ''}
      hideControls
      style={{ flex: 1 }}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}
