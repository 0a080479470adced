import type * as nodeChildProcess from 'node:child_process';
import type * as nodeCrypto from 'node:crypto';
import type * as nodeNet from 'node:net';
import { neededByPools } from '@heddle/transport';

/** With it come the modules for sockets. */
export const childProcess: () => typeof nodeChildProcess = neededByPools(() =>
  process.getBuiltinModule('node:child_process'),
);

export const crypto: () => typeof nodeCrypto = neededByPools(() => process.getBuiltinModule('node:crypto'));

export const net: () => typeof nodeNet = neededByPools(() => process.getBuiltinModule('node:net'));
