import { describe } from 'vitest';
import { makeChecklist } from '../src/checklist.ts';

const { check, close, group } = makeChecklist({ outer: 'all of it is skipped', inner: 'a group in a group' });

function fail(): never {
  throw new Error('Expected to be skipped, got run');
}

// What is not skipped here fails.
describe('a checklist', () => {
  group('outer', () => {
    check('a test of a group that is skipped', fail);
    group('in a skipped one', () => {
      check('a test of a group in it', fail);
    });
    check('a test of it that comes after', fail);
  });
  group('not skipped', () => {
    group('inner', () => {
      check('a test of a group that is skipped by itself', fail);
    });
    check('a test that is not skipped', () => {});
  });
  close('checklist');
});
