import type { ExecutorSubject } from './describe-executor-subject.ts';

export function describeEvents(_subject: ExecutorSubject): void {}
