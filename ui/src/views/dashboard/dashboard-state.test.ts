import { describe, expect, it } from 'vitest';
import { chosenValues, variableParameters } from './dashboard-state';

const variables = [
  { name: 'App', allowMultiSelect: true },
  { name: 'drain', defaultValue: 'd1' },
  { name: 'source', defaultValue: 'heroku', hideFromUI: true },
];

describe('values in an address', () => {
  it('are several only where several can be chosen, and never of a hidden variable', () => {
    const address = new URLSearchParams(
      'var.app=a&var.app=b&var.drain=x&var.drain=y&var.source=other&from=1',
    );
    expect(chosenValues(variables, address)).toEqual({ app: ['a', 'b'], drain: ['x'], source: ['heroku'] });
  });

  it('are the defaults when it names none, and are then left out of it', () => {
    const values = chosenValues(variables, new URLSearchParams());
    expect(values).toEqual({ app: ['*'], drain: ['d1'], source: ['heroku'] });
    expect(variableParameters({ variables, values }).toString()).toBe('');
  });

  it('come back as they were', () => {
    const values = { app: ['a', 'b, c'], drain: ['*'], source: ['heroku'] };
    expect(chosenValues(variables, variableParameters({ variables, values }))).toEqual(values);
  });
});
