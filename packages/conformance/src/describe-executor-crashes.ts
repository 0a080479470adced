import type { ExecutorSubject } from './describe-executor-subject.ts';

export function describeCrashes(_subject: ExecutorSubject): void {}
