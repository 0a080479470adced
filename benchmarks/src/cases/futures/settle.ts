const lot = 1_000;

/** Settles one after the other, a thousand in each turn of the event loop. */
export async function settleAll(count: number, settle: (n: number) => void): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    settle(n);
    if (n % lot === lot - 1) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }
}
