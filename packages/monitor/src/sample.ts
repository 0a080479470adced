/** One bar: how much of `max` is there. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The full bar; 0 draws an empty one. */
  readonly max: number;
  readonly color?: BarColor | undefined;
}

export type BarColor = 'cyan' | 'green' | 'yellow' | 'red' | 'blue' | 'magenta';

/** What a display shows at one moment. */
export interface Sample {
  readonly title?: string | undefined;
  readonly bars: readonly Bar[];
  /** Figures for the last line, the most important first: what does not fit is left out. */
  readonly info?: readonly string[] | undefined;
}
