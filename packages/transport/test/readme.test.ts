import { describeReadme } from './describe-readme.ts';

describeReadme(new URL('../README.md', import.meta.url));
