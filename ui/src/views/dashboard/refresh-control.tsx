import { ActionIcon, Menu } from '@mantine/core';
import { ChevronDown, RefreshCw } from 'lucide-react';
import classes from './dashboard.module.css';

const intervals = [
  { seconds: 0, label: 'Off' },
  { seconds: 30, label: '30 s' },
  { seconds: 60, label: '1 min' },
  { seconds: 120, label: '2 min' },
  { seconds: 300, label: '5 min' },
  { seconds: 900, label: '15 min' },
  { seconds: 1800, label: '30 min' },
  { seconds: 3600, label: '1 h' },
  { seconds: 7200, label: '2 h' },
  { seconds: 86400, label: '24 h' },
];

interface RefreshControlProps {
  seconds: number;
  onChoose: (seconds: number) => void;
  onRefresh: () => void;
}

/** Refreshes now, and chooses how often it happens by itself. */
export function RefreshControl({ seconds, onChoose, onRefresh }: RefreshControlProps) {
  const label = intervals.find((interval) => interval.seconds === seconds)?.label ?? `${seconds} s`;
  return (
    <ActionIcon.Group>
      <ActionIcon variant="default" size={36} onClick={onRefresh} aria-label="Refresh" title="Refresh">
        <RefreshCw size={16} aria-hidden />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="default"
            size={36}
            w={seconds > 0 ? 68 : 28}
            aria-label={`Automatic refresh: ${label}`}
            title="Automatic refresh"
          >
            {seconds > 0 && <span className={classes.interval}>{label}</span>}
            <ChevronDown size={14} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Automatic refresh</Menu.Label>
          {intervals.map((interval) => (
            <Menu.Item
              key={interval.seconds}
              onClick={() => onChoose(interval.seconds)}
              aria-current={interval.seconds === seconds}
              fw={interval.seconds === seconds ? 600 : undefined}
            >
              {interval.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </ActionIcon.Group>
  );
}
