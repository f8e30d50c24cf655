import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { type SettingPath, settingAt, withSetting } from './setting';

/** A panel's settings and what changes them. */
export interface Settings {
  json: string;
  onChange: (json: string) => void;
}

interface FieldProps {
  label: string;
  path: SettingPath;
  settings: Settings;
  placeholder?: string;
}

const stringAt = (settings: Settings, path: SettingPath) => {
  const value = settingAt(settings.json, path);
  return typeof value === 'string' ? value : '';
};

export function TextField({ label, path, settings, placeholder }: FieldProps) {
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={stringAt(settings, path)}
      onChange={({ currentTarget: { value } }) =>
        settings.onChange(withSetting(settings.json, path, value === '' ? undefined : value))
      }
    />
  );
}

interface NumberFieldProps extends FieldProps {
  min?: number;
  max?: number;
}

export function NumberField({ label, path, settings, placeholder, min, max }: NumberFieldProps) {
  const value = settingAt(settings.json, path);
  return (
    <NumberInput
      label={label}
      placeholder={placeholder ?? 'Automatic'}
      value={typeof value === 'number' ? value : ''}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      hideControls
      onChange={(next) =>
        settings.onChange(withSetting(settings.json, path, typeof next === 'number' ? next : undefined))
      }
    />
  );
}

export function SwitchField({
  label,
  path,
  settings,
  initially = false,
}: FieldProps & { initially?: boolean }) {
  const value = settingAt(settings.json, path);
  return (
    <Switch
      label={label}
      checked={typeof value === 'boolean' ? value : initially}
      onChange={({ currentTarget: { checked } }) =>
        settings.onChange(withSetting(settings.json, path, checked))
      }
    />
  );
}

interface ChoiceFieldProps extends FieldProps {
  choices: { value: string; label: string }[];
  initially: string;
}

export function ChoiceField({ label, path, settings, choices, initially }: ChoiceFieldProps) {
  const value = stringAt(settings, path);
  return (
    <Select
      label={label}
      data={choices}
      value={choices.some((choice) => choice.value === value) ? value : initially}
      allowDeselect={false}
      onChange={(next) => settings.onChange(withSetting(settings.json, path, next))}
    />
  );
}
