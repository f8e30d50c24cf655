import { useRef } from 'react';
import type { Variable } from '../../model/dashboard';
import { everyValue } from '../../query/variables';
import { type QueryContext, useVariableOptions } from './dashboard-queries';
import classes from './variables.module.css';
import { VariableSelect } from './variable-select';

interface VariableBarProps {
  context: QueryContext;
  onChange: (name: string, values: string[]) => void;
}

export function VariableBar({ context, onChange }: VariableBarProps) {
  const visible = context.variables.filter(({ hideFromUI }) => !hideFromUI);
  if (visible.length === 0) return null;
  return (
    <div className={classes.variables} role="group" aria-label="Variables">
      {visible.map((variable) => (
        <BarEntry key={variable.name} variable={variable} context={context} onChange={onChange} />
      ))}
    </div>
  );
}

function BarEntry({ variable, context, onChange }: VariableBarProps & { variable: Variable }) {
  // Values are wanted when somebody opens the list: until then panels go first.
  const rank = useRef(50_000);
  const { options, loading, error } = useVariableOptions(variable, context, rank);
  const name =
    variable.displayName === null || variable.displayName === undefined || variable.displayName === ''
      ? variable.name
      : variable.displayName;
  return (
    <VariableSelect
      label={name}
      values={context.values[variable.name.toLowerCase()] ?? [everyValue]}
      multiple={variable.allowMultiSelect ?? false}
      options={options}
      includeAll={variable.includeAllOption ?? true}
      loading={loading}
      problem={error?.message ?? null}
      onOpen={() => {
        rank.current = -1;
      }}
      onChange={(values) => onChange(variable.name, values)}
    />
  );
}
