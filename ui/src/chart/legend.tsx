import classes from './chart.module.css';
import { shorten } from './shorten';
import type { Statistic } from './statistics';

export interface LegendEntry {
  id: string;
  name: string;
  color: string;
  value?: string;
  share?: string;
  /** One text for each column of a legend that is a table. */
  statistics?: string[];
}

interface LegendProps {
  entries: LegendEntry[];
  /** Ids of the series drawn; null draws all. */
  shown: Set<string> | null;
  onChange: (shown: Set<string> | null) => void;
  side?: boolean;
  /** Columns of numbers beside the names; without them the legend is a list. */
  columns?: Statistic[];
}

/** What an entry of a list below a chart has for its name, in the font that `shorten` measures. */
const entryPixels = 188;

const heads: Record<Statistic, string> = { latest: 'Latest', min: 'Min', max: 'Max', avg: 'Avg' };

/** A click shows one series alone, a second click all again; with Ctrl or Cmd a click adds or removes one. */
export function Legend({ entries, shown, onChange, side = false, columns }: LegendProps) {
  function choose(id: string, add: boolean) {
    if (add) {
      const next = new Set(shown ?? entries.map((entry) => entry.id));
      if (!next.delete(id)) next.add(id);
      onChange(next.size === 0 || next.size === entries.length ? null : next);
    } else {
      onChange(shown?.size === 1 && shown.has(id) ? null : new Set([id]));
    }
  }
  const button = (entry: LegendEntry) => (
    <button
      type="button"
      className={classes.legendEntry}
      aria-pressed={shown === null || shown.has(entry.id)}
      title={entry.name}
      onClick={(event) => choose(entry.id, event.ctrlKey || event.metaKey)}
    >
      <span className={classes.swatch} style={{ background: entry.color }} />
      <span className={classes.legendName}>
        {side || columns ? entry.name : shorten(entry.name, entryPixels)}
      </span>
      {entry.value !== undefined && <span className={classes.legendValue}>{entry.value}</span>}
      {entry.share !== undefined && <span className={classes.legendShare}>{entry.share}</span>}
    </button>
  );
  if (columns) {
    return (
      <div className={side ? classes.legendTableSide : classes.legendTableBelow}>
        <table className={classes.legendTable} aria-label="Series">
          <thead>
            <tr>
              <th scope="col">Series</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {heads[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td>{button(entry)}</td>
                {entry.statistics?.map((text, i) => (
                  <td key={columns[i]}>{text}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
  return (
    <ul
      className={side ? `${classes.legend ?? ''} ${classes.legendSide ?? ''}` : classes.legend}
      aria-label="Series"
    >
      {entries.map((entry) => (
        <li key={entry.id} style={{ minWidth: 0 }}>
          {button(entry)}
        </li>
      ))}
    </ul>
  );
}
