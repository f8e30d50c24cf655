/*
 * A dashboard's JSON as it is stored, and changes of it. What a change does not touch stays as it was, keys that this
 * program does not know included: automation compares what it wrote with what it reads.
 */
export type DashboardDocument = Record<string, unknown>;
export type PanelDocument = Record<string, unknown> & { key: string };
export type VariableDocument = Record<string, unknown> & { name: string };

/** A panel's place on the grid of 24 columns, in cells. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Keys the server gives; a copy gets its own. */
const owned = new Set(['id', 'contentId', 'scheduleId', 'folderId']);

const textType = 'TextPanel';

export function panelsOf(document: DashboardDocument): PanelDocument[] {
  return Array.isArray(document.panels) ? (document.panels as PanelDocument[]) : [];
}

export function panelOf(document: DashboardDocument, key: string): PanelDocument | undefined {
  return panelsOf(document).find((panel) => panel.key === key);
}

interface LayoutStructure {
  key: string;
  structure: string;
}

function structuresOf(document: DashboardDocument): LayoutStructure[] {
  const layout = document.layout as { layoutStructures?: LayoutStructure[] } | null | undefined;
  return Array.isArray(layout?.layoutStructures) ? layout.layoutStructures : [];
}

function withStructures(document: DashboardDocument, layoutStructures: LayoutStructure[]): DashboardDocument {
  const layout = document.layout as Record<string, unknown> | null | undefined;
  return { ...document, layout: { layoutType: 'Grid', ...layout, layoutStructures } };
}

/** Moves panels; those not named stay, and so does what a structure holds beside the place. */
export function withPlaces(
  document: DashboardDocument,
  places: ReadonlyMap<string, Place>,
): DashboardDocument {
  const known = new Map(structuresOf(document).map(({ key, structure }) => [key, structure]));
  for (const [key, place] of places) {
    const old = readObject(known.get(key) ?? '{}');
    const same = (Object.keys(place) as (keyof Place)[]).every((name) => old[name] === place[name]);
    if (!same) known.set(key, JSON.stringify({ ...old, ...place }));
  }
  return withStructures(
    document,
    [...known].map(([key, structure]) => ({ key, structure })),
  );
}

function readObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

export function withPanel(document: DashboardDocument, panel: PanelDocument): DashboardDocument {
  const panels = panelsOf(document);
  const replaced = panels.some(({ key }) => key === panel.key)
    ? panels.map((known) => (known.key === panel.key ? panel : known))
    : [...panels, panel];
  return { ...document, panels: replaced };
}

/** Adds a panel at a place, under a key no other panel has. */
export function addPanel(
  document: DashboardDocument,
  panel: Record<string, unknown>,
  place: Place,
): { document: DashboardDocument; key: string } {
  const key = newKey();
  // The id is the server's; a second panel with the same one would be the same panel.
  const added = withPanel(document, { ...without(panel, new Set(['id'])), key });
  return { document: withPlaces(added, new Map([[key, place]])), key };
}

export function removePanel(document: DashboardDocument, key: string): DashboardDocument {
  const removed = { ...document, panels: panelsOf(document).filter((panel) => panel.key !== key) };
  return withStructures(
    removed,
    structuresOf(document).filter((structure) => structure.key !== key),
  );
}

function newKey(): string {
  const random = crypto.getRandomValues(new Uint8Array(8));
  return `panel${[...random].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function newDashboard(title: string, description: string): DashboardDocument {
  return {
    title,
    description,
    theme: 'Light',
    refreshInterval: 0,
    timeRange: {
      type: 'BeginBoundedTimeRange',
      from: { type: 'RelativeTimeRangeBoundary', relativeTime: '-24h' },
      to: null,
    },
    topologyLabelMap: { data: {} },
    panels: [],
    layout: { layoutType: 'Grid', layoutStructures: [] },
    variables: [],
    coloringRules: [],
  };
}

export function newQueryPanel(query: string): Record<string, unknown> {
  return {
    title: 'New panel',
    panelType: 'SumoSearchPanel',
    visualSettings: JSON.stringify({
      general: { mode: 'timeSeries', type: 'line', displayType: 'default' },
      legend: { enabled: true, verticalAlign: 'bottom' },
    }),
    keepVisualSettingsConsistentWithParent: true,
    description: '',
    timeRange: null,
    coloringRules: null,
    linkedDashboards: [],
    queries: [
      {
        queryKey: 'A',
        queryType: 'Logs',
        queryString: query,
        transient: false,
        parseMode: 'Manual',
        timeSource: 'Message',
        outputCardinalityLimit: 1000,
      },
    ],
  };
}

export function newTextPanel(): Record<string, unknown> {
  return {
    title: '',
    panelType: textType,
    text: '## New section',
    visualSettings: JSON.stringify({
      general: { mode: textType, type: 'text' },
      text: { format: 'markdown' },
    }),
    keepVisualSettingsConsistentWithParent: true,
  };
}

export function variablesOf(document: DashboardDocument): VariableDocument[] {
  return Array.isArray(document.variables) ? (document.variables as VariableDocument[]) : [];
}

/** Replaces the variable of a name, or adds one at the end when the name is null. */
export function withVariable(
  document: DashboardDocument,
  name: string | null,
  variable: VariableDocument,
): DashboardDocument {
  const known = variablesOf(document);
  const variables =
    name === null ? [...known, variable] : known.map((other) => (other.name === name ? variable : other));
  return { ...document, variables };
}

export function removeVariable(document: DashboardDocument, name: string): DashboardDocument {
  return { ...document, variables: variablesOf(document).filter((variable) => variable.name !== name) };
}

/** Moves a variable by a number of places in the bar, at most to its end. */
export function moveVariable(document: DashboardDocument, name: string, by: number): DashboardDocument {
  const variables = [...variablesOf(document)];
  const from = variables.findIndex((variable) => variable.name === name);
  const [moved] = from < 0 ? [] : variables.splice(from, 1);
  if (!moved) return document;
  variables.splice(Math.max(0, Math.min(variables.length, from + by)), 0, moved);
  return { ...document, variables };
}

export function newVariable(): VariableDocument {
  return {
    id: null,
    name: '',
    displayName: null,
    defaultValue: '*',
    sourceDefinition: { variableSourceType: 'LogQueryVariableSourceDefinition', query: '', field: '' },
    allowMultiSelect: false,
    includeAllOption: true,
    hideFromUI: false,
    valueType: 'Any',
  };
}

/** A dashboard without what belongs to the stored one alone. */
export function copyOf(document: DashboardDocument, title: string): DashboardDocument {
  return { ...without(document, owned), title };
}

function without(object: Record<string, unknown>, keys: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.has(key)));
}

/** What an export holds: the form that both the content API and this program import. */
export function exportText(document: DashboardDocument): string {
  const definition = { type: 'DashboardV2SyncDefinition', name: document.title, ...without(document, owned) };
  return JSON.stringify(definition, null, 2);
}

/** The dashboards in a pasted text: a dashboard, an export of one, or an export of a folder of them. */
export function importText(text: string): DashboardDocument[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
  const found = dashboardsIn(value);
  if (found.length === 0) {
    throw new Error(
      'Expected a dashboard with “panels” and a “title”, or an exported folder of dashboards; found neither.',
    );
  }
  return found;
}

function dashboardsIn(value: unknown): DashboardDocument[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const document = value as DashboardDocument;
  if (document.type === 'FolderSyncDefinition')
    return Array.isArray(document.children) ? document.children.flatMap(dashboardsIn) : [];
  if (!Array.isArray(document.panels)) return [];
  const { type, name, ...rest } = without(document, owned);
  const title = rest.title ?? name;
  if (typeof title !== 'string') return [];
  // "type" and "name" are the export's own keys, unless the dashboard brings others under these names.
  return [
    { ...rest, ...(type === undefined || type === 'DashboardV2SyncDefinition' ? {} : { type }), title },
  ];
}
