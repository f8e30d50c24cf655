import { useComputedColorScheme } from '@mantine/core';
import type { CSSProperties } from 'react';
import classes from './chart.module.css';
import type { DrawingProps } from './drawing-props';
import { Gauge } from './gauge';
import { ink, mix, readable, seriesColors } from './palette';
import { toSingleValue } from './single-value';
import { formatQuantity, quantity } from './unit';
import { panelDecimals, panelUnit, thresholdColor } from './visual-settings';

interface SingleValuePanelProps extends DrawingProps {
  /** Shown when the result holds no number: a count over nothing is 0. */
  fallback: number | null;
}

export function SingleValuePanel({ title, settings, results, fallback }: SingleValuePanelProps) {
  const scheme = useComputedColorScheme('light');
  const [result] = results;
  const { value: found, sparkline } = result
    ? toSingleValue(result, settings)
    : { value: null, sparkline: [] };
  const value = found ?? fallback;
  if (value === null) return null;
  const unit = panelUnit(settings);
  const { text, unit: symbol } = quantity(value, unit, panelDecimals(settings));
  const threshold = thresholdColor(value, settings.svp?.thresholds);
  const { surface } = ink[scheme];
  const background =
    settings.svp?.useBackgroundColor && threshold
      ? mix(surface, threshold, scheme === 'light' ? 0.24 : 0.14)
      : surface;
  const label = settings.svp?.hideLabel ? null : settings.svp?.label;
  const gauge = settings.svp?.gauge?.show ? settings.svp.gauge : null;
  return (
    <div
      className={classes.single}
      data-gauge={gauge ? true : undefined}
      data-labelled={label ? true : undefined}
      title={`${title}: ${formatQuantity(value, unit, 6)}`}
    >
      {background !== surface && <div className={classes.tint} style={{ background }} />}
      {gauge && (
        <Gauge
          value={value}
          min={gauge.min ?? 0}
          max={gauge.max ?? 100}
          thresholds={gauge.showThreshold === false ? [] : (settings.svp?.thresholds ?? [])}
          color={threshold ?? seriesColors([title], scheme)[0] ?? ''}
        />
      )}
      {!gauge && sparkline.length > 1 && settings.svp?.sparkline?.show !== false && (
        <Sparkline
          points={sparkline}
          color={settings.svp?.sparkline?.color ?? seriesColors([title], scheme)[0] ?? ''}
        />
      )}
      <div
        className={classes.singleValue}
        data-testid="single-value"
        style={
          {
            '--characters': text.length + symbol.length * 0.5,
            ...(threshold ? { color: readable(threshold, scheme, background) } : {}),
          } as CSSProperties
        }
      >
        <span>{text}</span>
        {symbol !== '' && <span className={classes.singleUnit}>{symbol}</span>}
      </div>
      {label && <div className={classes.singleLabel}>{label}</div>}
    </div>
  );
}

function Sparkline({ points, color }: { points: [number, number][]; color: string }) {
  const values = points.map(([, value]) => value);
  const lowest = Math.min(...values);
  const height = Math.max(...values) - lowest || 1;
  const first = points[0]?.[0] ?? 0;
  const width = (points.at(-1)?.[0] ?? 1) - first || 1;
  const line = points
    .map(
      ([at, value]) =>
        `${(((at - first) / width) * 100).toFixed(2)},${(28 - ((value - lowest) / height) * 26).toFixed(2)}`,
    )
    .join(' L');
  return (
    <svg className={classes.sparkline} viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden>
      <path d={`M${line} L100,30 L0,30 Z`} fill={color} opacity={0.12} />
      <path
        d={`M${line}`}
        fill="none"
        stroke={color}
        strokeWidth={1.5}
        opacity={0.7}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
