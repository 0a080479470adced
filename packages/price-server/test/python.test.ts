import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startPriceServer } from '../src/index.ts';

const python = spawnSync('python3', ['-c', 'import requests']);
const missing = python.error !== undefined;
const client = python.status === 0 ? 'requests' : 'urllib, for there is no requests here';

// The lesson's way to ask, with what this machine's Python has.
const PROGRAM = `
import json, sys
from concurrent.futures import ThreadPoolExecutor, as_completed
base = sys.argv[1]
try:
    import requests
    def get(path): return requests.get(base + path).json()
    session = requests.Session()
    assert session.get(base + '/symbols').headers['Connection'] == 'keep-alive'
    assert session.get(base + '/price/kraken/btc/yesterday').status_code == 400
except ImportError:
    from urllib.request import urlopen
    def get(path):
        with urlopen(base + path) as answer: return json.load(answer)
def ask(question): return get('/price/{}/{}/{}'.format(*question))
with ThreadPoolExecutor(max_workers=10) as pool:
    print(pool.submit(ask, ('bitstamp', 'btc', '2020-04-01')).result())
    print([price['close'] for price in pool.map(ask, [(e, 'btc', '2020-04-01') for e in ('bitfinex', 'bitstamp', 'kraken')])])
    print(pool.submit(ask, ('kraken', 'btc', '1999-12-31')).result())
    days = ['2020-03-%02d' % (day + 1) for day in range(31)]
    questions = [(e, s, d) for e in get('/exchanges') for d in days for s in get('/symbols')]
    print(len(questions), len([f for f in as_completed([pool.submit(ask, q) for q in questions]) if f.result()['close'] > 0]))
`;

it.skipIf(missing)(
  `Python can ask as in the lesson (with ${missing ? 'python3, which is not here' : client})`,
  async () => {
    const server = await startPriceServer({ port: 0 });
    const { stdout } = await promisify(execFile)('python3', ['-c', PROGRAM, `http://localhost:${server.port}`]);
    await server.close();
    expect(stdout.split('\n')).toEqual([
      "{'exchange': 'bitstamp', 'symbol': 'btc', 'open': 6408.95, 'high': 6527.24, 'low': 6337.42, 'close': 6421.14, 'volume': 6342.29832651, 'day': '2020-04-01'}",
      '[6409.8, 6421.14, 6401.9]',
      'None',
      '1023 1023',
      '',
    ]);
  },
);
