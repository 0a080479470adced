import type { ExecutorSubject } from './describe-executor-subject.ts';

export function describeThrown(_subject: ExecutorSubject): void {}
