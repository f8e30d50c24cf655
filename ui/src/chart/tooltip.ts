import type { ChartInk } from './palette';

export interface TooltipRow {
  color: string;
  name: string;
  value: string;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Names come out of log lines: nothing in them may become markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => entities[c] ?? c);
}

const most = 12;

export function tooltipHtml(title: string, rows: TooltipRow[]): string {
  const lines = rows
    .slice(0, most)
    .map(
      ({ color, name, value }) =>
        `<div class="tw-tip-row"><i style="background:${escapeHtml(color)}"></i><span>${escapeHtml(name)}</span><b>${escapeHtml(value)}</b></div>`,
    );
  const more = rows.length > most ? `<div class="tw-tip-more">and ${rows.length - most} more</div>` : '';
  return `<div class="tw-tip-title">${escapeHtml(title)}</div>${lines.join('')}${more}`;
}

export function tooltipStyle(colors: ChartInk) {
  return {
    confine: true,
    className: 'tw-tip',
    backgroundColor: colors.surface,
    borderColor: colors.line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: colors.text, fontSize: 12, fontFamily: "'Inter Variable', system-ui, sans-serif" },
    transitionDuration: 0,
  };
}
