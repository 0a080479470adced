const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY = 86_400_000;

/** The number of the day since 1970-01-01, or `undefined` where the text is no date in the form YYYY-MM-DD. */
export function dayNumber(text: string): number | undefined {
  const [, year, month, day] = FORM.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  // Date.UTC would take the year 20 for 1920, and February 30 for March 1: only what comes back as it went in is a date.
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return dayText(date.getTime() / DAY) === text ? date.getTime() / DAY : undefined;
}

/** The day of that number, in the form YYYY-MM-DD. */
export function dayText(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}
