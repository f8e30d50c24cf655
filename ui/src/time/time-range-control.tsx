import { Button, Group, Popover, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { CalendarClock, Check, ChevronDown, Pin, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { describeRange, formatFullDateTime, toLocalInput } from './format';
import classes from './time-range-control.module.css';
import {
  parseExpression,
  presets,
  rangeProblem,
  resolveRange,
  sameRange,
  type TimeRange,
} from './time-range';

interface TimeRangeControlProps {
  value: TimeRange;
  onChange: (range: TimeRange) => void;
  /** The range the view was saved with; while another is in force the control says so and leads back. */
  saved?: TimeRange;
  /** Makes the range in force the saved one; absent where it cannot be saved. */
  onSave?: (() => void) | undefined;
}

export function TimeRangeControl({ value, onChange, saved, onSave }: TimeRangeControlProps) {
  const [opened, setOpened] = useState(false);
  const choose = (range: TimeRange) => {
    onChange(range);
    setOpened(false);
  };
  const changed = saved !== undefined && !sameRange(saved, value);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          onClick={() => setOpened(!opened)}
          leftSection={<CalendarClock size={16} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
          aria-label={`Time range: ${describeRange(value)}`}
          title={spelledOut(value)}
          data-testid="time-range"
          className={classes.target}
          data-changed={changed || undefined}
        >
          {describeRange(value)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Time range">
        {/* Mounted on opening, so that the fields start from the range in force. */}
        {opened && changed && (
          <div className={classes.changed}>
            <UnstyledButton className={classes.change} onClick={() => choose(saved)}>
              <Undo2 size={14} aria-hidden /> Revert to {describeRange(saved).replace(/^L/, 'l')}
            </UnstyledButton>
            {onSave && (
              <UnstyledButton
                className={classes.change}
                onClick={() => {
                  onSave();
                  setOpened(false);
                }}
              >
                <Pin size={14} aria-hidden /> Set as default
              </UnstyledButton>
            )}
          </div>
        )}
        {opened && <Choices value={value} onChoose={choose} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function spelledOut(range: TimeRange): string | undefined {
  const resolved = resolveRange(range, Date.now());
  return resolved ? `${formatFullDateTime(resolved.from)} to ${formatFullDateTime(resolved.to)}` : undefined;
}

function Choices({ value, onChoose }: { value: TimeRange; onChoose: (range: TimeRange) => void }) {
  return (
    <div className={classes.choices}>
      <ul className={classes.presets} aria-label="Presets">
        {presets.map(({ label, range }) => {
          const current = sameRange(range, value);
          return (
            <li key={label}>
              <UnstyledButton
                className={classes.preset}
                onClick={() => onChoose(range)}
                aria-current={current}
              >
                {label}
                {current && <Check size={14} aria-hidden />}
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
      <Stack gap="md" className={classes.custom}>
        <AbsoluteForm value={value} onChoose={onChoose} />
        <ExpressionForm value={value} onChoose={onChoose} />
      </Stack>
    </div>
  );
}

function AbsoluteForm({ value, onChoose }: { value: TimeRange; onChoose: (range: TimeRange) => void }) {
  const [start] = useState(() => resolveRange(value, Date.now()));
  const [from, setFrom] = useState(start ? toLocalInput(start.from) : '');
  const [to, setTo] = useState(start ? toLocalInput(start.to) : '');
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // As epoch milliseconds: a shared link must mean the same instants in every zone.
        const range = { from: String(Date.parse(from)), to: String(Date.parse(to)) };
        const found = from === '' || to === '' ? 'Both times are needed.' : rangeProblem(range, Date.now());
        setProblem(found);
        if (found === null) onChoose(range);
      }}
    >
      <Stack gap={8}>
        <TextInput
          type="datetime-local"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label="To"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={problem}
        />
        <Button type="submit" variant="light" fullWidth>
          Use these times
        </Button>
      </Stack>
    </form>
  );
}

function ExpressionForm({ value, onChoose }: { value: TimeRange; onChoose: (range: TimeRange) => void }) {
  const relative = value.from.startsWith('-');
  const [text, setText] = useState(
    relative ? `${value.from}${value.to === 'now' ? '' : ` ${value.to}`}` : '',
  );
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const range = parseExpression(text);
        const found = range
          ? rangeProblem(range, Date.now())
          : 'Write a start and, if you like, an end: -1d -1h';
        setProblem(found);
        if (range && found === null) onChoose(range);
      }}
    >
      <Group gap={8} align="flex-start" wrap="nowrap">
        <TextInput
          label="Expression"
          placeholder="-1d -1h"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={problem}
          style={{ flex: 1 }}
        />
        <Button type="submit" variant="light" mt={22}>
          Use
        </Button>
      </Group>
      <Text fz="xs" c="dimmed" mt={4}>
        Units s, m, h, d, w. One part ends now.
      </Text>
    </form>
  );
}
