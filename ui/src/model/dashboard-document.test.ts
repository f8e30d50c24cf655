import { describe, expect, it } from 'vitest';
import {
  addPanel,
  copyOf,
  exportText,
  importText,
  moveVariable,
  newDashboard,
  newTextPanel,
  panelOf,
  panelsOf,
  removePanel,
  removeVariable,
  variablesOf,
  withPanel,
  withPlaces,
  withVariable,
} from './dashboard-document';

const stored = {
  id: 'D1',
  contentId: 'C1',
  scheduleId: null,
  folderId: 'F1',
  title: 'Mine',
  timeRange: { type: 'BeginBoundedTimeRange', from: null, to: null },
  strange: { deep: [1, { two: 3 }] },
  panels: [
    { key: 'a', title: 'A', panelType: 'SumoSearchPanel', unknown: 1 },
    { key: 'b', title: 'B', panelType: 'TextPanel' },
  ],
  layout: {
    layoutType: 'Grid',
    other: true,
    layoutStructures: [
      { key: 'a', structure: '{"height":6,"width":6,"x":0,"y":0,"minHeight":3}' },
      { key: 'b', structure: '{"height":1, "width":24, "x":0, "y":6}' },
    ],
  },
};

describe('changes of a dashboard', () => {
  it('keep what they do not touch', () => {
    const moved = withPlaces(stored, new Map([['a', { x: 6, y: 0, width: 6, height: 6 }]]));
    expect(moved).toEqual({
      ...stored,
      layout: {
        ...stored.layout,
        layoutStructures: [
          { key: 'a', structure: '{"height":6,"width":6,"x":6,"y":0,"minHeight":3}' },
          stored.layout.layoutStructures[1],
        ],
      },
    });
  });

  it('leave the text of a place alone when it is the same', () => {
    const same = withPlaces(stored, new Map([['b', { x: 0, y: 6, width: 24, height: 1 }]]));
    expect(same).toEqual(stored);
  });

  it('replace a panel in its place and keep its unknown keys', () => {
    const panel = panelOf(stored, 'a');
    const changed = withPanel(stored, { ...panel, key: 'a', title: 'New' });
    expect(panelsOf(changed).map(({ title }) => title)).toEqual(['New', 'B']);
    expect(panelOf(changed, 'a')?.unknown).toBe(1);
  });

  it('add a panel under a key of its own', () => {
    const { document, key } = addPanel(
      stored,
      { ...newTextPanel(), id: 'X', key: 'a' },
      {
        x: 0,
        y: 7,
        width: 24,
        height: 1,
      },
    );
    expect(key).not.toBe('a');
    expect(panelOf(document, key)).not.toHaveProperty('id');
    expect(panelsOf(document)).toHaveLength(3);
  });

  it('remove a panel and its place', () => {
    const removed = removePanel(stored, 'a');
    expect(panelsOf(removed).map(({ key }) => key)).toEqual(['b']);
    expect(removed.layout).toMatchObject({ layoutStructures: [{ key: 'b' }] });
  });
});

describe('export and import', () => {
  it('lose nothing but what belongs to the stored dashboard', () => {
    const own = Object.fromEntries(
      Object.entries(stored).filter(([key]) => !['id', 'contentId', 'scheduleId', 'folderId'].includes(key)),
    );
    expect(importText(exportText(stored))).toEqual([own]);
    expect(importText(JSON.stringify(stored))).toEqual([own]);
    expect(copyOf(stored, 'Other')).toEqual({ ...own, title: 'Other' });
  });

  it('find the dashboards of a folder', () => {
    const folder = {
      type: 'FolderSyncDefinition',
      name: 'All',
      children: [
        { ...newDashboard('One', ''), type: 'DashboardV2SyncDefinition', name: 'One' },
        { type: 'FolderSyncDefinition', name: 'Inner', children: [newDashboard('Two', '')] },
        { type: 'SavedSearchWithScheduleSyncDefinition', name: 'Search' },
      ],
    };
    expect(importText(JSON.stringify(folder)).map(({ title }) => title)).toEqual(['One', 'Two']);
  });

  it('say what is wrong', () => {
    expect(() => importText('{oops')).toThrow('This is not JSON');
    expect(() => importText('{"a":1}')).toThrow('Expected a dashboard');
  });
});

describe('changes of variables', () => {
  const document = {
    title: 'Mine',
    other: [1],
    variables: [
      { name: 'a', valueType: 'String', strange: { deep: 1 } },
      { name: 'b', defaultValue: '*' },
      { name: 'c', hideFromUI: true },
    ],
  };
  const names = (changed: Record<string, unknown>) => variablesOf(changed).map(({ name }) => name);

  it('replaces one under another name and keeps its place and the rest', () => {
    const [first] = variablesOf(document);
    const changed = withVariable(document, 'a', { ...first, name: 'd' });
    expect(changed).toEqual({
      ...document,
      variables: [{ name: 'd', valueType: 'String', strange: { deep: 1 } }, ...document.variables.slice(1)],
    });
  });

  it('adds at the end, also to a dashboard that had none', () => {
    expect(names(withVariable(document, null, { name: 'd' }))).toEqual(['a', 'b', 'c', 'd']);
    expect(names(withVariable({ title: 'Mine' }, null, { name: 'd' }))).toEqual(['d']);
  });

  it('moves within the ends, and removes', () => {
    expect(names(moveVariable(document, 'a', 1))).toEqual(['b', 'a', 'c']);
    expect(names(moveVariable(document, 'c', -1))).toEqual(['a', 'c', 'b']);
    expect(names(moveVariable(document, 'a', -1))).toEqual(['a', 'b', 'c']);
    expect(names(moveVariable(document, 'b', 9))).toEqual(['a', 'c', 'b']);
    expect(moveVariable(document, 'nope', 1)).toBe(document);
    expect(names(removeVariable(document, 'b'))).toEqual(['a', 'c']);
  });
});
