import workerpool from 'workerpool';
import echo from '../threads/echo.ts';

workerpool.worker({ echo });
