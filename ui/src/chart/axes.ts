import type { ChartInk } from './palette';
import { axisFormatter } from './unit';
import type { VisualSettings } from './visual-settings';

const day = 86_400_000;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = new Intl.DateTimeFormat('en-GB', {
  minute: '2-digit',
  second: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** A time axis over the whole range of the query, whether or not there is data everywhere. */
export function timeAxis({ from, to }: { from: number; to: number }, ink: ChartInk) {
  return {
    type: 'time' as const,
    min: from,
    max: to,
    splitNumber: 4,
    axisLine: { lineStyle: { color: ink.line } },
    axisTick: { lineStyle: { color: ink.line }, length: 4 },
    splitLine: { show: false },
    axisLabel: {
      color: ink.muted,
      fontSize: 11,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (value: number) => timeLabel(value, to - from),
    },
    axisPointer: { label: { show: false } },
  };
}

function timeLabel(value: number, span: number): string {
  if (span <= 10 * 60_000) return seconds.format(value);
  if (span > 4 * day) return date.format(value);
  const at = new Date(value);
  const midnight = at.getHours() === 0 && at.getMinutes() === 0;
  return midnight && span > day / 4 ? date.format(value) : clock.format(value);
}

export function valueAxis(settings: VisualSettings, unit: string | null, largest: number, ink: ChartInk) {
  const axis = settings.axes?.axisY;
  return {
    type: axis?.logarithmic ? ('log' as const) : ('value' as const),
    ...(axis?.minimum === null || axis?.minimum === undefined ? {} : { min: axis.minimum }),
    ...(axis?.maximum ? { max: axis.maximum } : {}),
    splitNumber: 3,
    // Counts of one or two would otherwise get ticks at halves.
    ...(unit === null && largest >= 1 && largest <= 4 ? { minInterval: 1 } : {}),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: ink.grid } },
    axisLabel: {
      show: axis?.hideLabels !== true,
      color: ink.muted,
      fontSize: 11,
      formatter: axisFormatter(unit, largest),
    },
  };
}
