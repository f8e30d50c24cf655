import { expect, it } from 'vitest';
import { groupByFolder } from './folders';

it('puts what people made before what apps brought', () => {
  const groups = groupByFolder(
    [
      { id: '1', title: 'Heroku - Dyno', folderId: 'H' },
      { id: '2', title: 'Mine', folderId: 'P' },
      { id: '3', title: 'Heroku - Overview', folderId: 'H' },
    ],
    [{ id: 'H', path: '/Library/Installed Apps/Heroku' }],
  );
  expect(groups.map(({ name, members }) => [name, members.map(({ id }) => id)])).toEqual([
    ['Personal', ['2']],
    ['Installed Apps / Heroku', ['1', '3']],
  ]);
});
