import type { ExecutorSubject } from './describe-executor-subject.ts';

export function describeContext(_subject: ExecutorSubject): void {}
