import { limitColors, limitsOf } from './limits';
import type { ChartInk, Scheme } from './palette';
import { axisFormatter, axisStep } from './unit';
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

/** A time on an axis over a span of so many milliseconds. */
export function timeLabel(value: number, span: number): string {
  if (span <= 10 * 60_000) return seconds.format(value);
  if (span > 4 * day) return date.format(value);
  const at = new Date(value);
  const midnight = at.getHours() === 0 && at.getMinutes() === 0;
  return midnight && span > day / 4 ? date.format(value) : clock.format(value);
}

/** The axis of the values; `second` is the one on the right. */
export function valueAxis(
  settings: VisualSettings,
  unit: string | null,
  largest: number,
  ink: ChartInk,
  second = false,
) {
  const axis = second ? settings.axes?.axisY2 : settings.axes?.axisY;
  const limits = second ? [] : limitsOf(settings);
  // A limit that is out of sight could not warn.
  const highest = Math.max(largest, ...limits.filter(({ below }) => !below).map(({ value }) => value));
  const own = axis?.logarithmic === true || (axis?.minimum ?? 0) !== 0 || Boolean(axis?.maximum);
  const step = own ? null : axisStep(unit, highest, 4);
  return {
    type: axis?.logarithmic ? ('log' as const) : ('value' as const),
    ...(axis?.minimum === null || axis?.minimum === undefined ? {} : { min: axis.minimum }),
    ...(axis?.maximum ? { max: axis.maximum } : highest > largest ? { max: highest * 1.1 } : {}),
    ...(second ? { position: 'right' as const } : {}),
    splitNumber: 3,
    ...(step === null ? {} : { interval: step, max: Math.ceil(highest / step) * step }),
    // Counts of one or two would otherwise get ticks at halves.
    ...(unit === null && largest >= 1 && largest <= 4 ? { minInterval: 1 } : {}),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: !second, lineStyle: { color: ink.grid } },
    axisLabel: {
      show: axis?.hideLabels !== true,
      color: ink.muted,
      fontSize: 11,
      formatter: axisFormatter(unit, largest),
    },
  };
}

/** The author's limits as lines across a chart, upright where values run to the right; part of its first series. */
export function limitLines(settings: VisualSettings, scheme: Scheme, upright = false) {
  const limits = limitsOf(settings);
  if (limits.length === 0) return {};
  return {
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      data: limits.map(({ severity, value }) => ({
        ...(upright ? { xAxis: value } : { yAxis: value }),
        lineStyle: { color: limitColors[scheme][severity], type: 'dashed' as const, width: 1.4 },
      })),
    },
  };
}
