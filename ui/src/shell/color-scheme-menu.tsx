import { Menu, type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { type LucideIcon, Moon, Sun, SunMoon } from 'lucide-react';
import classes from './shell.module.css';

const schemes: { value: MantineColorScheme; label: string; icon: LucideIcon }[] = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'auto', label: 'As the system', icon: SunMoon },
];

export function ColorSchemeMenu({ narrow }: { narrow: boolean }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find(({ value }) => value === colorScheme);
  const Icon = current?.icon ?? SunMoon;
  return (
    <Menu position="right-end">
      <Menu.Target>
        <button type="button" className={classes.item} aria-label={`Appearance: ${current?.label ?? ''}`}>
          <Icon size={18} strokeWidth={1.8} aria-hidden />
          {!narrow && <span>Appearance</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(({ value, label, icon: Item }) => (
          <Menu.Item
            key={value}
            leftSection={<Item size={16} aria-hidden />}
            onClick={() => setColorScheme(value)}
            aria-current={value === colorScheme}
            fw={value === colorScheme ? 600 : undefined}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
