/** The panel that was copied last, kept by the browser so that it can be pasted in another tab. */
const storageKey = 'tailwater-copied-panel';

export function keepCopiedPanel(panel: Record<string, unknown>): void {
  localStorage.setItem(storageKey, JSON.stringify(panel));
}

export function copiedPanel(): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
