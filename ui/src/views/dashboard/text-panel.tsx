import type { CSSProperties } from 'react';
import { Markdown } from '../../chart/markdown';
import { parseVisualSettings } from '../../chart/visual-settings';
import type { Panel } from '../../model/dashboard';
import classes from './dashboard.module.css';
import { PanelMenu } from './panel-menu';

/** A text panel that is nothing but a heading divides the dashboard into sections and gets no frame. */
export function TextPanel({ panel, editing }: { panel: Panel; editing: boolean }) {
  const text = panel.text ?? '';
  const heading = /^\s*#{1,6}\s*([^\n]+?)\s*$/.exec(text)?.[1] ?? (text.trim() === '' ? panel.title : null);
  const title =
    panel.title === null || panel.title === undefined || panel.title === '' ? heading : panel.title;
  const hooks = { 'data-testid': 'text-panel', 'data-panel-title': title ?? '' };
  const tools = editing && (
    <span className={classes.textTools} data-unprinted>
      <PanelMenu panelKey={panel.key} title={title ?? 'this text'} />
    </span>
  );
  if (heading) {
    return (
      <div className={classes.section} {...hooks}>
        <h2>{heading}</h2>
        {tools}
      </div>
    );
  }
  const { text: look } = parseVisualSettings(panel.visualSettings);
  const align = look?.horizontalAlignment ?? look?.alignment;
  const style: CSSProperties = {
    ...(align === 'center' ? { textAlign: 'center' } : align === 'right' ? { textAlign: 'right' } : {}),
    ...(look?.fontSize ? { fontSize: Math.max(10, Math.min(32, look.fontSize)) } : {}),
  };
  return (
    <section className={classes.panel} {...hooks} style={style}>
      <Markdown text={text} />
      {tools}
    </section>
  );
}
