import classes from './chart.module.css';
import type { Threshold } from './visual-settings';

interface GaugeProps {
  value: number;
  min: number;
  max: number;
  /** Ranges shown along the rim. */
  thresholds: Threshold[];
  color: string;
}

/** Half a ring from the left: the scale, what is filled of it, and the author's ranges as a thin rim. */
export function Gauge({ value, min, max, thresholds, color }: GaugeProps) {
  const share = (at: number) => Math.max(0, Math.min(1, (at - min) / (max - min || 1)));
  return (
    <svg className={classes.gauge} viewBox="0 0 100 54" aria-hidden>
      <path d={arc(40, 0, 1)} className={classes.gaugeTrack} />
      {share(value) > 0 && <path d={arc(40, 0, share(value))} stroke={color} className={classes.gaugeFill} />}
      {thresholds.map(({ from, to, color: range }) => {
        const [start, end] = [share(from ?? min), share(to ?? max)];
        return end > start ? (
          <path key={`${start}-${end}`} d={arc(48, start, end)} stroke={range} className={classes.gaugeRim} />
        ) : null;
      })}
    </svg>
  );
}

/** A piece of the half ring; 0 is its left end, 1 its right. */
function arc(radius: number, from: number, to: number): string {
  const point = (share: number) => {
    const angle = Math.PI * (1 - share);
    return `${(50 + radius * Math.cos(angle)).toFixed(2)} ${(51 - radius * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${point(from)} A${radius} ${radius} 0 0 1 ${point(to)}`;
}
