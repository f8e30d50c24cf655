import { createContext } from 'react';

/** What can be done with a panel of a dashboard that may be changed. */
export interface PanelEditing {
  edit: (key: string) => void;
  duplicate: (key: string) => void;
  remove: (key: string) => void;
}

export interface PanelTools {
  /** null on a dashboard that may not be changed. */
  editing: PanelEditing | null;
  /** Keeps a panel, to be pasted into a dashboard. */
  copy: (key: string) => void;
}

/** null where panels have no menu: on pages for readers without a login. */
export const PanelToolsContext = createContext<PanelTools | null>(null);
