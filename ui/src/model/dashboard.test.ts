import { describe, expect, it } from 'vitest';
import { dashboardSchema } from './dashboard';

const stored = (parts: Record<string, unknown>) =>
  dashboardSchema.parse({ id: 'A1', title: 'Mine', ...parts });

describe('dashboards of an unexpected shape', () => {
  it('are read without the parts that cannot be', () => {
    const dashboard = stored({
      description: 5,
      refreshInterval: 'often',
      timeRange: 5,
      panels: 'oops',
      layout: 5,
      variables: {},
      folderId: {},
    });
    expect(dashboard).toMatchObject({
      title: 'Mine',
      description: null,
      panels: null,
      layout: null,
      variables: null,
    });
  });

  it('lose no panel beside a bad one', () => {
    const good = {
      key: 'a',
      title: 'Good',
      panelType: 'SumoSearchPanel',
      queries: [{ queryString: '* | count' }],
    };
    const dashboard = stored({
      panels: [
        1,
        null,
        'a',
        [],
        {},
        good,
        { key: 'b', title: 5, visualSettings: {}, queries: [7, { queryString: 5 }] },
      ],
      layout: { layoutStructures: [null, { key: 'a', structure: '{}' }, { key: 5 }] },
      variables: [5, {}, { name: 'app', defaultValue: 5, sourceDefinition: 'x' }],
    });
    expect(dashboard.panels?.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(dashboard.panels?.[0]?.queries?.[0]?.queryString).toBe('* | count');
    expect(dashboard.panels?.[1]).toMatchObject({
      title: null,
      panelType: '',
      queries: [{ queryString: '' }],
    });
    expect(dashboard.layout?.layoutStructures).toEqual([{ key: 'a', structure: '{}' }]);
    expect(dashboard.variables).toMatchObject([{ name: 'app', defaultValue: null, sourceDefinition: null }]);
  });
});
