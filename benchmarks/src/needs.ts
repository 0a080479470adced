import { execFile } from 'node:child_process';
import { createConnection } from 'node:net';
import { promisify } from 'node:util';
import type { Case, Contender, Need } from './case.ts';

/** Why a contender cannot run on this machine, if it cannot. */
export async function whyNotHere({ isPinned = false }: Case, contender: Contender): Promise<string | undefined> {
  const needs = [...(contender.needs ?? [])];
  if ('python' in contender) {
    needs.push('python');
  }
  if (isPinned) {
    needs.push('taskset');
  }
  for (const need of needs) {
    const reason = await askOnce(need);
    if (reason !== undefined) {
      return reason;
    }
  }
  return undefined;
}

const checks: Readonly<Record<Need, () => Promise<string | undefined>>> = {
  mkfifo: async () => ((await answers('mkfifo', ['--help'])) ? undefined : 'there is no mkfifo'),
  python: async () => ((await answers('python3', ['--version'])) ? undefined : 'there is no python3'),
  taskset: async () => {
    if (process.platform !== 'linux') {
      return 'only Linux keeps a process on one processor';
    }
    return (await answers('taskset', ['--version'])) ? undefined : 'there is no taskset';
  },
  redis: async () => ((await redisAnswers()) ? undefined : `no Redis answers on ${redis.host}:${redis.port}`),
};

export const redis = { host: '127.0.0.1', port: 6379 };

const answered = new Map<Need, Promise<string | undefined>>();

function askOnce(need: Need): Promise<string | undefined> {
  const answer = answered.get(need) ?? checks[need]();
  answered.set(need, answer);
  return answer;
}

async function answers(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await promisify(execFile)(command, args);
    return true;
  } catch {
    return false;
  }
}

function redisAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(redis, () => {
      socket.write('PING\r\n');
    });
    const finish = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.setTimeout(1_000, () => {
      finish(false);
    });
    socket.on('data', (data) => {
      finish(data.toString().startsWith('+PONG'));
    });
    socket.on('error', () => {
      finish(false);
    });
  });
}
