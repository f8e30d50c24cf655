/*
 * Changes of a panel's visualSettings, a text that holds JSON. Keys that are not changed stay, known or not.
 */

export type SettingPath = readonly [string, ...string[]];

function objectIn(json: string | null | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path, undefined where there is none. */
export function settingAt(json: string | null | undefined, path: SettingPath): unknown {
  let value: unknown = objectIn(json);
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return value;
}

/** The text with another value at a path; undefined takes the key away. */
export function withSetting(json: string | null | undefined, path: SettingPath, value: unknown): string {
  return JSON.stringify(changed(objectIn(json), path, value));
}

function changed(
  object: Record<string, unknown>,
  [key, ...rest]: SettingPath,
  value: unknown,
): Record<string, unknown> {
  const [next, ...deeper] = rest;
  if (next !== undefined) {
    const inner = object[key];
    return { ...object, [key]: changed(isObject(inner) ? inner : {}, [next, ...deeper], value) };
  }
  if (value !== undefined) return { ...object, [key]: value };
  return Object.fromEntries(Object.entries(object).filter(([known]) => known !== key));
}
