const units: Record<string, string> = {
  ms: 'ms',
  s: 's',
  sec: 's',
  seconds: 's',
  bytes: 'B',
  kb: 'KB',
  mb: 'MB',
  gb: 'GB',
  pct: '%',
  percent: '%',
};

const builtIn: Record<string, string> = {
  _timeslice: 'time',
  _messagetime: 'time',
  _receipttime: 'received',
  _raw: 'message',
  _count: 'count',
  _sourcename: 'source',
  _sourcehost: 'source host',
  _sourcecategory: 'source category',
};

export interface ReadableName {
  name: string;
  /** The unit the field's name ends with, null when it ends with none. */
  unit: string | null;
}

/** The name of a field as words, and the unit its end says: avg_connect_ms is "avg connect" in milliseconds. */
export function readableName(field: string): ReadableName {
  const known = builtIn[field.toLowerCase()];
  if (known !== undefined) return { name: known, unit: null };
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/i.test(field)) return { name: field, unit: null };
  const words = field.split('_');
  const unit = units[words.at(-1)?.toLowerCase() ?? ''] ?? null;
  return { name: (unit === null ? words : words.slice(0, -1)).join(' '), unit };
}
