import { describeReadme } from '../../transport/test/describe-readme.ts';

describeReadme(new URL('../README.md', import.meta.url));
