import { expect, it } from 'vitest';
import { settingAt, withSetting } from './setting';

const json = '{"general":{"mode":"timeSeries","strange":[1]},"axes":3}';

it('reads a value', () => {
  expect(settingAt(json, ['general', 'mode'])).toBe('timeSeries');
  expect(settingAt(json, ['axes', 'axisY', 'unit'])).toBeUndefined();
  expect(settingAt('no JSON', ['general'])).toBeUndefined();
});

it('changes one value and keeps the rest', () => {
  expect(JSON.parse(withSetting(json, ['general', 'type'], 'area'))).toEqual({
    general: { mode: 'timeSeries', strange: [1], type: 'area' },
    axes: 3,
  });
  expect(JSON.parse(withSetting(json, ['axes', 'axisY', 'unit'], 's'))).toMatchObject({
    axes: { axisY: { unit: 's' } },
  });
  expect(JSON.parse(withSetting(null, ['title', 'fontSize'], 14))).toEqual({ title: { fontSize: 14 } });
});

it('takes a value away', () => {
  expect(JSON.parse(withSetting(json, ['general', 'mode'], undefined))).toEqual({
    general: { strange: [1] },
    axes: 3,
  });
});
