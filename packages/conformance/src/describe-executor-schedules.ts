import type { ExecutorSubject } from './describe-executor-subject.ts';

export function describeSchedules(_subject: ExecutorSubject): void {}
