import { expect, it } from 'vitest';
import { foldersOf } from './content-client';

it.each([
  ['/Library/Installed Apps/Heroku/Heroku - Overview', ['Installed Apps', 'Heroku']],
  ['/Library/Users/owner@localhost/Mine', ['Personal']],
  ['/Library/Users/owner@localhost/Team/Mine', ['Personal', 'Team']],
  ['/Library/Admin Recommended/Mine', ['Admin Recommended']],
])('%s stands in %j', (path, folders) => {
  expect(foldersOf(path)).toEqual(folders);
});
