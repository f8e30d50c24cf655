import { useMemo, useState } from 'react';
import {
  addPanel,
  newQueryPanel,
  newTextPanel,
  type PanelDocument,
  panelOf,
  type Place,
  removePanel,
  withPanel,
  withPlaces,
} from '../../model/dashboard-document';
import type { DashboardSaving, StoredDashboard } from '../../model/dashboard-client';
import { bottomOf, type Places } from './arrange';
import { copiedPanel, keepCopiedPanel } from './copied-panel';
import type { NewPanel } from './edit-controls';
import { placePanels } from './layout';
import type { PanelTools } from './panel-tools';

export interface PanelEditingState {
  tools: PanelTools;
  /** The panel in the editor; one that is new is not part of the dashboard yet. */
  edited: PanelDocument | null;
  add: (kind: NewPanel) => void;
  save: (panel: PanelDocument) => void;
  closeEditor: () => void;
  arranged: (places: Places) => void;
}

/** Marks a panel that has no place on the dashboard yet. */
const unplaced = '';

/** What the person at the screen does with single panels. */
export function usePanelEditing(
  { document, dashboard }: StoredDashboard,
  saving: DashboardSaving,
  editable: boolean,
): PanelEditingState {
  const [edited, setEdited] = useState<PanelDocument | null>(null);
  const { change } = saving;
  return useMemo(() => {
    const placed = placePanels(dashboard);
    const below = (size: { width: number; height: number }): Place => ({
      x: 0,
      y: bottomOf(placed),
      ...size,
    });
    const put = (panel: Record<string, unknown>) => {
      const text = panel.panelType === 'TextPanel';
      const place = below(text ? { width: 24, height: 1 } : { width: 12, height: 7 });
      change((known) => addPanel(known, panel, place).document);
    };
    const editing = {
      edit: (key: string) => setEdited(panelOf(document, key) ?? null),
      duplicate: (key: string) => {
        const panel = panelOf(document, key);
        const place = placed.find((other) => other.panel.key === key);
        if (!panel || !place) return;
        const size = { width: place.width, height: place.height };
        change((known) => addPanel(known, panel, below(size)).document);
      },
      remove: (key: string) => change((known) => removePanel(known, key)),
    };
    return {
      tools: {
        editing: editable ? editing : null,
        copy: (key: string) => {
          const panel = panelOf(document, key);
          if (panel) keepCopiedPanel(panel);
        },
      },
      edited,
      add: (kind: NewPanel) => {
        if (kind === 'pasted') {
          const copied = copiedPanel();
          if (copied) put(copied);
        } else {
          const panel =
            kind === 'text'
              ? newTextPanel()
              : newQueryPanel('_sourceCategory=heroku | timeslice 5m | count by _timeslice');
          setEdited({ ...panel, key: unplaced });
        }
      },
      save: (panel: PanelDocument) => {
        if (panel.key === unplaced) put(panel);
        else change((known) => withPanel(known, panel));
        setEdited(null);
      },
      closeEditor: () => setEdited(null),
      arranged: (places: Places) => change((known) => withPlaces(known, places)),
    };
  }, [document, dashboard, change, editable, edited]);
}
