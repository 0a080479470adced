/** A run was asked for its results a second time: it has one reader. */
export class ReaderError extends Error {
  override readonly name = 'ReaderError' as const;
  readonly code = 'ERR_RUN_HAS_READER' as const;

  constructor(asked: string) {
    super(
      `Expected a run to have one reader (one loop, or one results(), or one finished()), got ${asked} while it had one`,
    );
  }
}
