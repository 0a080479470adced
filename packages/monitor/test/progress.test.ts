import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgress } from '../src/index.ts';
import { FakeStream } from './fake-stream.ts';
import { untyped } from './untyped.ts';

const escape = '\u001B';

describe('createProgress', () => {
  let value = 0;
  const sample = () => ({ bars: [{ label: 'DONE', value, max: 9 }] });

  beforeEach(() => {
    value = 0;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  it('draws in place on a terminal, every interval, and once more at the end', () => {
    const stream = new FakeStream({ isTTY: true, columns: 21 });
    const progress = createProgress(sample, { stream, live: true, interval: 50 });
    progress.update();
    value = 3;
    vi.advanceTimersByTime(49);
    expect(stream.text).not.toContain('3/9');
    vi.advanceTimersByTime(1);
    expect(stream.writes.at(-1)).toContain('DONE ████░░░░░░░ 3/9');
    expect(stream.writes.at(-1)).toContain(`${escape}[2K`);
    value = 9;
    progress.stop();
    expect(stream.writes.at(-1)).toContain('DONE ███████████ 9/9');
    expect(vi.getTimerCount()).toBe(0);
    const writes = stream.writes.length;
    progress.stop();
    progress.update();
    expect(stream.writes.length).toBe(writes);
  });

  it('follows the width of the terminal', () => {
    const stream = new FakeStream({ isTTY: true, columns: 41 });
    const progress = createProgress(sample, { stream, live: true });
    progress.update();
    expect(stream.text).toContain(`DONE ${'░'.repeat(31)} 0/9`);
    stream.columns = 21;
    progress.stop();
    expect(stream.writes.at(-1)).toContain(`DONE ${'░'.repeat(11)} 0/9`);
  });

  it('writes plain lines elsewhere: one an interval at most, none twice, one at the end', () => {
    const stream = new FakeStream();
    const progress = createProgress(sample, { stream, plainInterval: 1_000 });
    vi.advanceTimersByTime(100);
    value = 1;
    vi.advanceTimersByTime(900);
    expect(stream.text).toBe('DONE 0/9\n');
    vi.advanceTimersByTime(100);
    expect(stream.text).toBe('DONE 0/9\nDONE 1/9\n');
    vi.advanceTimersByTime(5_000);
    value = 9;
    progress.stop();
    expect(stream.text).toBe('DONE 0/9\nDONE 1/9\nDONE 9/9\n');
    expect(stream.text).not.toContain(escape);
  });

  it('always draws a last frame, be it the first', async () => {
    const stream = new FakeStream();
    {
      await using _ = createProgress(sample, { stream });
      value = 4;
    }
    expect(stream.text).toBe('DONE 4/9\n');
  });

  it.each([
    [{ CI: 'true', TERM: 'xterm' }, true, false],
    [{ CI: '', TERM: 'dumb' }, true, false],
    [{ CI: '', TERM: 'xterm' }, true, true],
    [{ CI: '', TERM: 'xterm' }, false, false],
  ])('with %o, on a terminal: %s, draws in place: %s', (env, isTTY, live) => {
    for (const [name, text] of Object.entries(env)) {
      vi.stubEnv(name, text);
    }
    const stream = new FakeStream({ isTTY });
    createProgress(sample, { stream }).stop();
    expect(stream.text.includes(escape)).toBe(live);
  });

  it('is not harmed by a pipe that breaks, while it draws or at the end, and leaves no listener', async () => {
    const broken = new FakeStream();
    const drawing = createProgress(sample, { stream: broken });
    broken.failure = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    drawing.update();
    await setImmediate();
    expect(vi.getTimerCount()).toBe(0);
    drawing.stop();
    await setImmediate();
    expect(broken.text).toBe('');

    const late = new FakeStream();
    const ending = createProgress(sample, { stream: late });
    late.failure = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    ending.stop();
    await setImmediate();

    const whole = new FakeStream();
    createProgress(sample, { stream: whole }).stop();
    await setImmediate();
    await setImmediate();
    expect(whole.listenerCount('error')).toBe(0);
  });

  it('warns of a sample that throws, and ends', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    createProgress(
      () => {
        throw new Error('no figures');
      },
      { stream: new FakeStream() },
    );
    vi.advanceTimersByTime(1_000);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith('A progress display ended: no figures');
    expect(vi.getTimerCount()).toBe(0);
    warn.mockRestore();
  });

  it('never holds the program open', () => {
    vi.useRealTimers();
    const set = vi.spyOn(globalThis, 'setInterval');
    const progress = createProgress(sample, { stream: new FakeStream() });
    const timer: NodeJS.Timeout = set.mock.results[0]!.value;
    expect(timer.hasRef()).toBe(false);
    progress.stop();
    set.mockRestore();
  });

  it.each([
    [null, 'Expected options to be an object, got null'],
    [{ interval: 0 }, 'Expected interval to be a number of milliseconds above 0, got 0'],
    [{ plainInterval: '1' }, 'Expected plainInterval to be a number of milliseconds above 0, got "1"'],
    [{ stream: {} }, 'Expected stream to be a writable stream, got an object'],
    [{ colors: 1 }, 'Expected colors to be a boolean, got 1'],
    [{ live: 'yes' }, 'Expected live to be a boolean, got "yes"'],
  ])('refuses %o', (options, message) => {
    expect(() => createProgress(sample, untyped(options))).toThrow(message);
    expect(() => createProgress(untyped(5))).toThrow('Expected sample to be a function, got 5');
  });
});
