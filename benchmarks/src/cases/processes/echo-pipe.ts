import { writeSync } from 'node:fs';
import echo from '../threads/echo.ts';

const bytes = Buffer.alloc(8);

process.on('message', (batch: readonly number[]) => {
  for (const n of batch) {
    bytes.writeDoubleLE(echo(n));
    write();
  }
});
process.on('disconnect', () => {
  process.exit();
});

/** In one go or not at all, as it is with so few bytes; a pipe that is full is tried until it is not. */
function write(): void {
  for (;;) {
    try {
      writeSync(4, bytes);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        throw error;
      }
    }
  }
}
