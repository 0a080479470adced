import { describe, expect, it } from 'vitest';
import { inheritedExecArgv } from '../src/inherited-exec-argv.ts';

describe('inheritedExecArgv', () => {
  it.each([
    [[], []],
    [
      ['--no-warnings', '--import', './a.js', '--expose-gc'],
      ['--no-warnings', '--import', './a.js', '--expose-gc'],
    ],
    [['--input-type=module', '-e', 'main()', '--no-warnings'], ['--no-warnings']],
    [['--input-type', 'module', '--eval', '--no-warnings'], []],
    [['--inspect-brk=9229', '--watch', '--watch-path=src', '--conditions=x'], ['--conditions=x']],
  ])('%j gives %j', (execArgv, inherited) => {
    expect(inheritedExecArgv(execArgv)).toEqual(inherited);
  });
});
