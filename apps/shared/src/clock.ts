/** Milliseconds of wall time and of CPU time. */
export interface Reading {
  readonly wall: number;
  readonly cpu: number;
}

/** Starts a clock; call what it returns to read it. CPU time is that of this process, with all its threads. */
export function startClock(): () => Reading {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpuBefore);
    return { wall: performance.now() - startedAt, cpu: (user + system) / 1_000 };
  };
}

/** `wall 25.97 s, bound 25.90 s (1.003 ×), CPU 0.71 s`. */
export function formatClock({ wall, cpu }: Reading, bound: number): string {
  const times = bound > 0 ? ` (${(wall / bound).toFixed(3)} ×)` : '';
  return `wall ${seconds(wall)}, bound ${seconds(bound)}${times}, CPU ${seconds(cpu)}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
