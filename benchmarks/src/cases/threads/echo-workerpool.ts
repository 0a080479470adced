import workerpool from 'workerpool';
import echo from './echo.ts';

workerpool.worker({ echo });
