import { Markdown } from '../../chart/markdown';
import { parseVisualSettings } from '../../chart/visual-settings';
import type { Panel } from '../../model/dashboard';
import classes from './dashboard.module.css';

/** A text panel that is nothing but a heading divides the dashboard into sections and gets no frame. */
export function TextPanel({ panel }: { panel: Panel }) {
  const text = panel.text ?? '';
  const heading = /^\s*#{1,6}\s*([^\n]+?)\s*$/.exec(text)?.[1] ?? (text.trim() === '' ? panel.title : null);
  const title =
    panel.title === null || panel.title === undefined || panel.title === '' ? heading : panel.title;
  const hooks = { 'data-testid': 'text-panel', 'data-panel-title': title ?? '' };
  if (heading) {
    return (
      <div className={classes.section} {...hooks}>
        <h2>{heading}</h2>
      </div>
    );
  }
  const { text: look } = parseVisualSettings(panel.visualSettings);
  const align = look?.horizontalAlignment ?? look?.alignment;
  return (
    <section
      className={classes.panel}
      {...hooks}
      style={align === 'center' ? { textAlign: 'center' } : undefined}
    >
      <Markdown text={text} />
    </section>
  );
}
