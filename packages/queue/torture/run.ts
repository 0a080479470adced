// A million records through a small shared queue, 4 producers and 4 consumers: `node packages/queue/torture/run.ts [records] [kills]`.
import { torture } from './torture.ts';

const [records = 1_000_000, kills = 0] = process.argv.slice(2).map(Number);
for (const options of [{ capacity: 4_096 }, { capacity: 2 ** 20, maxSize: 3 }, { capacity: 2 ** 20 }]) {
  const { seconds, put, taken, inDeadHands, problems } = await torture({ records, kills, ...options });
  const figures = `${put} put in, ${taken} taken, ${inDeadHands} in dead hands, ${seconds.toFixed(1)} s`;
  console.log(
    `${JSON.stringify(options)}: ${figures}: ${problems.length === 0 ? 'all well' : problems.slice(0, 5).join('; ')}`,
  );
  process.exitCode ||= problems.length === 0 ? 0 : 1;
}
