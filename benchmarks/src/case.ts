/** One piece of work, and those who do it. */
export interface Case {
  /** `group/name`. */
  readonly name: string;
  /** What is done, in a sentence without its full stop. */
  readonly what: string;
  readonly unit: string;
  /** Whether more of it is better, as of a rate, or less, as of a time. */
  readonly better: 'more' | 'less';
  /** How many of them; with `--quick`, so many. */
  readonly count: number;
  readonly quickCount: number;
  /** Heddle first. */
  readonly contenders: readonly Contender[];
  /** Everything of a contender on one processor, the first that is allowed. */
  readonly isPinned?: boolean;
  readonly nodeArgs?: readonly string[];
  /** What all contenders need beside them, started once by the harness. */
  readonly setUp?: () => Promise<Setting>;
}

/** Ends with the case. */
export interface Setting extends Disposable {
  /** How its contenders find it. */
  readonly env: Readonly<Record<string, string>>;
}

export type Contender = (NodeContender | PythonContender) & {
  readonly name: string;
  /** `reference`: not what one would take instead, but what the ground allows. */
  readonly role: 'heddle' | 'peer' | 'reference';
  /** What Heddle's figure divided by this one's is to be. */
  readonly target?: Target;
  /** Which of Heddle's contenders this one is compared with; the first by default. */
  readonly against?: string;
  /** What this one's own figure is to be; with `over`, divided by the figure of that contender. */
  readonly own?: Target;
  readonly over?: string;
  readonly needs?: readonly Need[];
};

interface NodeContender {
  /** Does the work, checks what came of it, and says how well it went. Runs in a process of its own, which imports what it needs only here. */
  readonly run: (count: number) => Promise<Figure>;
}

interface PythonContender {
  /** A file in `python/`, and its arguments; `count` comes after them. */
  readonly python: readonly [file: string, ...args: string[]];
}

export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** What not every machine has. */
export type Need = 'mkfifo' | 'python' | 'redis' | 'taskset';

export interface Figure {
  readonly value: number;
  /** What else was seen, by name and unit: not compared. */
  readonly also?: Readonly<Record<string, number | string>>;
}
