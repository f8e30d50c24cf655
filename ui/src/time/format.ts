import { presets, relativeMs, resolveBoundary, sameRange, type TimeRange } from './time-range';

const dateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const dateTimeOfYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const fullDateTime = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export const formatFullDateTime = (instant: number): string => fullDateTime.format(instant);
export const formatClock = (instant: number): string => clock.format(instant);

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** The time of a message in the local zone; one width for every line so that a list reads as a table. */
export function formatMessageTime(instant: number): string {
  const d = new Date(instant);
  const date = `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
  return `${date} ${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}.${pad(d.getMilliseconds(), 3)}`;
}

const unitWords: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' };

function relativeWords(text: string): string {
  return [...text.matchAll(/(\d+)([smhdw])/g)]
    .map(([, amount, unit]) => `${amount ?? ''} ${unitWords[unit ?? ''] ?? ''}${amount === '1' ? '' : 's'}`)
    .join(' ');
}

/** A range in words: "Last 24 hours", "-1d to -12h", "1 May, 10:00 to 2 May, 10:00". */
export function describeRange(range: TimeRange): string {
  const preset = presets.find((candidate) => sameRange(candidate.range, range));
  if (preset) return preset.label;
  if (range.to === 'now' && relativeMs(range.from) !== null) return `Last ${relativeWords(range.from)}`;
  if (range.from === 'today' && range.to === 'now') return 'Today';
  if (range.from === 'yesterday' && range.to === 'today') return 'Yesterday';
  return `${describeBoundary(range.from)} to ${describeBoundary(range.to)}`;
}

function describeBoundary(text: string): string {
  if (text === 'now' || relativeMs(text) !== null) return text;
  const instant = resolveBoundary(text, Date.now());
  if (instant === null) return text;
  const thisYear = new Date(instant).getFullYear() === new Date().getFullYear();
  return (thisYear ? dateTime : dateTimeOfYear).format(instant);
}

/** The value of an `<input type="datetime-local">`, which speaks local time without a zone. */
export function toLocalInput(instant: number): string {
  const d = new Date(instant);
  return `${pad(d.getFullYear(), 4)}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}T${pad(d.getHours())}:${pad(d.getMinutes())}`;
}
