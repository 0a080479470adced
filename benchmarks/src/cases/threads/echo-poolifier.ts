import { ThreadWorker } from 'poolifier';
import echo from './echo.ts';

export default new ThreadWorker<number, number>((n) => echo(n ?? -1));
