const cell = new Int32Array(new SharedArrayBuffer(4));

/** Whether this thread may block in `Atomics.wait`: every one of Node.js may; the main thread of a browser may not. */
export const mayBlock: boolean = (() => {
  try {
    Atomics.wait(cell, 0, 1);
    return true;
  } catch {
    return false;
  }
})();
