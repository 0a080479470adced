import echo from '../threads/echo.ts';

process.on('message', (n: number) => {
  process.send?.(echo(n));
});
process.on('disconnect', () => {
  process.exit();
});
