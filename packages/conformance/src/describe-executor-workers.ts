import type { ExecutorSubject } from './describe-executor-subject.ts';

export function describeWorkers(_subject: ExecutorSubject): void {}
