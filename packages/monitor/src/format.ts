/** `950 ms`, `4.2 s`, `1:07`, `2:05:00`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) {
    return '–';
  }
  if (ms < 1_000) {
    return `${Math.round(ms)} ms`;
  }
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) {
    return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${seconds} s`;
  }
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return seconds < 3_600 ? rest.replace(/^0/, '') : `${Math.floor(seconds / 3_600)}:${rest}`;
}

/** `0.25/s`, `11.2/s`, `1240/s`. */
export function formatRate(perSecond: number): string {
  const digits = perSecond >= 100 || perSecond === 0 ? 0 : perSecond >= 1 ? 1 : 2;
  return `${perSecond.toFixed(digits)}/s`;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
